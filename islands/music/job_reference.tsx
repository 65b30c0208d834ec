/** What to name when asking for help: the server's log has every line of a job under its id. */
export function JobReference({ id }: { readonly id: string }) {
  return (
    <p class="muted small problem">
      Reference <code class="value">{id}</code>
    </p>
  );
}
