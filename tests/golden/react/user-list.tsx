export interface YourTeamProps {
  /** Data of the application. */
  context: {
    user: {
      name: string | number;
    };
    users: {
      email: string | number;
      name: string | number;
      photo: string;
      online: boolean;
      tags: (string | number)[];
    }[];
  };
}

/** An address that a page may lead to; nothing for one that runs something. */
function address(text: string | undefined): string | undefined {
  try {
    const { protocol } = new URL(text ?? "", "https://relative.invalid");
    const allowed = ["http:", "https:", "mailto:", "tel:"];
    return allowed.includes(protocol) ? text : undefined;
  } catch {
    return undefined;
  }
}

function Users(page: YourTeamProps) {
  return (
    <div className="ui-stack" data-gap="md" data-direction="column">
      {page.context.users.map((user) => (
        <div key={user.email} className="ui-card" data-padding="md">
          <span className="ui-image" data-size="md">
            <img
              className="ui-image-picture"
              alt={String(user.name)}
              src={address(user.photo)}
            />
          </span>
          <p className="ui-text" data-level="body">
            {user.name} · {user.email}
          </p>
          {user.online && (
            <span className="ui-status" data-tone="success" data-size="md">
              on line
            </span>
          )}
          <div className="ui-stack" data-gap="md" data-direction="row">
            {user.tags.map((tag, index2) => (
              <span
                key={index2}
                className="ui-status"
                data-tone="neutral"
                data-size="md"
              >
                {tag}
              </span>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

/**
 * Made by Epoch for the design system punk 1.0.0.
 *
 * Its elements, classes and data attributes are those of the page that
 * `epoch preview` writes: the text of that page's <style> is its style sheet.
 * Tabs and dialogs stay as they are until the application moves them.
 */
export default function YourTeam(page: YourTeamProps) {
  return (
    <main id="ui-root">
      <div className="ui-container" data-padding="md" data-direction="column">
        <h2 className="ui-text" data-level="h2">
          {page.context.user.name}, your team
        </h2>
        <Users {...page} />
      </div>
    </main>
  );
}
