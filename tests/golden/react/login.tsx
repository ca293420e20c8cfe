import type { FormEvent, MouseEvent } from "react";

export interface LoginProps {
  signIn?: (event: FormEvent<HTMLFormElement>) => void;
  resetPassword?: (event: MouseEvent<HTMLButtonElement>) => void;
}

function LoginForm(page: LoginProps) {
  return (
    <form
      className="ui-form"
      id="ui-login-form"
      data-gap="md"
      data-layout="vertical"
      onSubmit={(event) => { event.preventDefault(); page.signIn?.(event); }}
    >
      <div className="ui-field" data-required="true">
        <label
          className="ui-field-label"
          id="at-0-1-0.label"
          htmlFor="at-0-1-0.control"
        >
          E-mail
          <span className="ui-field-required" aria-hidden="true">*</span>
        </label>
        <div className="ui-input" id="ui-email" data-type="email">
          <input
            id="at-0-1-0.control"
            aria-describedby="at-0-1-0.error"
            required
            className="ui-input-control"
            autoComplete="email"
            name="email"
            aria-required="true"
            type="email"
          />
        </div>
        <div className="ui-field-error" id="at-0-1-0.error" hidden />
      </div>
      <div className="ui-field" data-required="true">
        <label
          className="ui-field-label"
          id="at-0-1-1.label"
          htmlFor="at-0-1-1.control"
        >
          Password
          <span className="ui-field-required" aria-hidden="true">*</span>
        </label>
        <div className="ui-input" id="ui-password" data-type="password">
          <input
            id="at-0-1-1.control"
            aria-describedby="at-0-1-1.hint at-0-1-1.error"
            required
            className="ui-input-control"
            autoComplete="current-password"
            name="password"
            aria-required="true"
            type="password"
          />
        </div>
        <div className="ui-field-hint" id="at-0-1-1.hint">
          At least twelve characters
        </div>
        <div className="ui-field-error" id="at-0-1-1.error" hidden />
      </div>
      <button
        className="ui-action"
        data-variant="primary"
        data-size="md"
        type="submit"
      >
        Sign in
      </button>
      <button
        className="ui-action"
        data-variant="ghost"
        data-size="md"
        type="button"
        onClick={page.resetPassword}
      >
        Forgot password?
      </button>
    </form>
  );
}

/**
 * Made by Epoch for the design system punk 1.0.0.
 *
 * Its elements, classes and data attributes are those of the page that
 * `epoch preview` writes: the text of that page's <style> is its style sheet.
 * Tabs and dialogs stay as they are until the application moves them.
 */
export default function Login(page: LoginProps) {
  return (
    <main id="ui-root">
      <div
        className="ui-container"
        id="ui-login"
        data-padding="lg"
        data-direction="column"
        data-align="center"
      >
        <h1 className="ui-text" id="ui-title" data-level="h1">Sign in</h1>
        <LoginForm {...page} />
      </div>
    </main>
  );
}
