import type { FormEvent, MouseEvent } from "react";

export interface CrmProps {
  /** Data of the application. */
  context: {
    customers: {
      name: string | number;
      status: string | number;
      owner: {
        name: string | number;
      };
      value: string | number;
      since: string | number;
    }[];
    notes: {
      text: string | number;
      author: string | number;
      date: string | number;
    }[];
    mails: {
      subject: string | number;
    }[];
    deleting: boolean;
    customer: {
      name: string | number;
    };
  };
  importCustomers?: (event: MouseEvent<HTMLButtonElement>) => void;
  newCustomer?: (event: MouseEvent<HTMLButtonElement>) => void;
  applyFilter?: (event: FormEvent<HTMLFormElement>) => void;
  cancelDelete?: (event: MouseEvent<HTMLButtonElement>) => void;
  deleteCustomer?: (event: MouseEvent<HTMLButtonElement>) => void;
}

function Customers(page: CrmProps) {
  return (
    <div
      className="ui-stack"
      data-gap="md"
      data-direction="row"
      data-align="center"
      data-justify="between"
    >
      <h1 className="ui-text" data-level="h1">Customers</h1>
      <div className="ui-stack" data-gap="sm" data-direction="row">
        <button
          className="ui-action"
          data-variant="outline"
          data-size="md"
          type="button"
          onClick={page.importCustomers}
        >
          Import…
        </button>
        <button
          className="ui-action"
          data-variant="primary"
          data-size="md"
          type="button"
          onClick={page.newCustomer}
        >
          New customer
        </button>
      </div>
    </div>
  );
}

function Filter(page: CrmProps) {
  return (
    <form
      className="ui-form"
      id="ui-filter"
      data-gap="md"
      data-layout="inline"
      onSubmit={(event) => { event.preventDefault(); page.applyFilter?.(event); }}
    >
      <div className="ui-input" data-type="search">
        <label
          className="ui-field-label"
          id="at-0-1-0.label"
          htmlFor="at-0-1-0.control"
        >
          Search customers
        </label>
        <input
          id="at-0-1-0.control"
          aria-describedby="at-0-1-0.error"
          className="ui-input-control"
          name="q"
          type="search"
        />
        <div className="ui-field-error" id="at-0-1-0.error" hidden />
      </div>
      <fieldset className="ui-field" aria-describedby="at-0-1-1.error">
        <legend className="ui-field-label" id="at-0-1-1.label">Status</legend>
        <div
          className="ui-choice"
          aria-labelledby="at-0-1-1.label"
          aria-describedby="at-0-1-1.error"
          role="group"
        >
          <div className="ui-choice-options">
            <label className="ui-choice-option">
              <input
                className="ui-choice-control"
                id="at-0-1-1-0.option.0"
                type="checkbox"
                value="lead"
                name="status"
                defaultChecked
              />
              <span className="ui-choice-label">Lead</span>
            </label>
            <label className="ui-choice-option">
              <input
                className="ui-choice-control"
                id="at-0-1-1-0.option.1"
                type="checkbox"
                value="active"
                name="status"
                defaultChecked
              />
              <span className="ui-choice-label">Active</span>
            </label>
            <label className="ui-choice-option">
              <input
                className="ui-choice-control"
                id="at-0-1-1-0.option.2"
                type="checkbox"
                value="lost"
                name="status"
              />
              <span className="ui-choice-label">Lost</span>
            </label>
          </div>
        </div>
        <div className="ui-field-error" id="at-0-1-1.error" hidden />
      </fieldset>
      <div className="ui-field">
        <label
          className="ui-field-label"
          id="at-0-1-2.label"
          htmlFor="at-0-1-2.control"
        >
          From
        </label>
        <div className="ui-input" data-type="date">
          <input
            id="at-0-1-2.control"
            aria-describedby="at-0-1-2.error"
            className="ui-input-control"
            name="from"
            type="date"
          />
        </div>
        <div className="ui-field-error" id="at-0-1-2.error" hidden />
      </div>
      <div className="ui-field">
        <label
          className="ui-field-label"
          id="at-0-1-3.label"
          htmlFor="at-0-1-3.control"
        >
          To
        </label>
        <div className="ui-input" data-type="date">
          <input
            id="at-0-1-3.control"
            aria-describedby="at-0-1-3.error"
            className="ui-input-control"
            name="to"
            type="date"
          />
        </div>
        <div className="ui-field-error" id="at-0-1-3.error" hidden />
      </div>
      <button
        className="ui-action"
        data-variant="secondary"
        data-size="md"
        type="submit"
      >
        Apply filter
      </button>
    </form>
  );
}

function CustomersTable(page: CrmProps) {
  return (
    <div className="ui-table" id="ui-customers" data-striped="true">
      <div
        className="ui-table-scroll"
        role="region"
        tabIndex={0}
        aria-labelledby="of-customers.caption"
      >
        <table className="ui-table-grid">
          <caption className="ui-table-caption" id="of-customers.caption">
            Customers that fit the filter
          </caption>
          <thead>
            <tr>
              <th scope="col" data-sortable="true">Name</th>
              <th scope="col" data-sortable="true">Status</th>
              <th scope="col" data-sortable="true">Owner</th>
              <th scope="col" data-align="end" data-sortable="true">Value</th>
              <th scope="col" data-sortable="true">Since</th>
            </tr>
          </thead>
          <tbody>
            {page.context.customers.map((customer, index) => (
              <tr key={index}>
                <td>{customer.name}</td>
                <td>{customer.status}</td>
                <td>{customer.owner.name}</td>
                <td data-align="end">{customer.value} €</td>
                <td>{customer.since}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Detail(page: CrmProps) {
  return (
    <div className="ui-tabs" id="ui-detail">
      <div className="ui-tabs-list" role="tablist">
        <button
          className="ui-tabs-tab"
          type="button"
          role="tab"
          id="of-detail.tab.0"
          aria-controls="of-detail.panel.0"
          aria-selected="true"
          tabIndex={0}
        >
          Notes
        </button>
        <button
          className="ui-tabs-tab"
          type="button"
          role="tab"
          id="of-detail.tab.1"
          aria-controls="of-detail.panel.1"
          aria-selected="false"
          tabIndex={-1}
        >
          Mails
        </button>
        <button
          className="ui-tabs-tab"
          type="button"
          role="tab"
          id="of-detail.tab.2"
          aria-controls="of-detail.panel.2"
          aria-selected="false"
          tabIndex={-1}
          disabled
        >
          Files
        </button>
      </div>
      <div
        className="ui-tabs-panel"
        role="tabpanel"
        id="of-detail.panel.0"
        aria-labelledby="of-detail.tab.0"
        tabIndex={0}
        data-label="Notes"
      >
        <div className="ui-stack" data-gap="md" data-direction="column">
          {page.context.notes.map((note, index) => (
            <div key={index} className="ui-card" data-padding="md">
              <p className="ui-text" data-level="body">{note.text}</p>
              <p className="ui-text" data-level="caption" data-color="neutral">
                {note.author}, {note.date}
              </p>
            </div>
          ))}
        </div>
      </div>
      <div
        className="ui-tabs-panel"
        role="tabpanel"
        id="of-detail.panel.1"
        aria-labelledby="of-detail.tab.1"
        tabIndex={0}
        data-label="Mails"
      >
        <div className="ui-stack" data-gap="md" data-direction="column">
          {page.context.mails.map((mail, index) => (
            <p key={index} className="ui-text" data-level="body">
              {mail.subject}
            </p>
          ))}
        </div>
      </div>
      <div
        className="ui-tabs-panel"
        role="tabpanel"
        id="of-detail.panel.2"
        aria-labelledby="of-detail.tab.2"
        tabIndex={0}
        data-label="Files"
      >
        <p className="ui-text" data-level="body">No files yet.</p>
      </div>
    </div>
  );
}

function Delete(page: CrmProps) {
  return (
    <dialog
      className="ui-dialog"
      id="ui-delete"
      data-size="md"
      open
      aria-labelledby="of-delete.title"
    >
      <h2 className="ui-dialog-title" id="of-delete.title">
        Delete {page.context.customer.name}?
      </h2>
      <button
        className="ui-dialog-close"
        type="button"
        aria-label="Close"
        onClick={page.cancelDelete}
      >
        ×
      </button>
      <div className="ui-dialog-body">
        <p className="ui-text" data-level="body">Notes and mails go with it.</p>
        <button
          className="ui-action"
          data-variant="danger"
          data-size="md"
          type="button"
          onClick={page.deleteCustomer}
        >
          Delete customer
        </button>
        <button
          className="ui-action"
          data-variant="ghost"
          data-size="md"
          type="button"
          onClick={page.cancelDelete}
        >
          Keep customer
        </button>
      </div>
    </dialog>
  );
}

/**
 * Made by Epoch for the design system punk 1.0.0.
 *
 * Its elements, classes and data attributes are those of the page that
 * `epoch preview` writes: the text of that page's <style> is its style sheet.
 * Tabs and dialogs stay as they are until the application moves them.
 */
export default function Crm(page: CrmProps) {
  return (
    <main id="ui-root">
      <div
        className="ui-container"
        id="ui-crm"
        data-padding="lg"
        data-gap="lg"
        data-direction="column"
      >
        <Customers {...page} />
        <Filter {...page} />
        <CustomersTable {...page} />
        <Detail {...page} />
        {page.context.deleting && (
          <Delete {...page} />
        )}
      </div>
    </main>
  );
}
