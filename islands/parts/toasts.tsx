import { signal } from "@preact/signals";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly act?: { readonly label: string; readonly run: () => void } | undefined;
}

export interface Toasts {
  readonly list: { readonly value: readonly Toast[] };
  /** Shows a line for ten seconds, or until it is acted on. */
  show(text: string, act?: Toast["act"]): void;
  close(id: number): void;
}

export function createToasts(): Toasts {
  const list = signal<readonly Toast[]>([]);
  let last = 0;
  const close = (id: number) => {
    list.value = list.value.filter((toast) => toast.id !== id);
  };
  return {
    list,
    close,
    show: (text, act) => {
      const id = ++last;
      list.value = [...list.value.slice(-2), { id, text, act }];
      setTimeout(() => close(id), SHOWN_MS);
    },
  };
}

const SHOWN_MS = 10_000;

export function ToastList({ toasts }: { readonly toasts: Toasts }) {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.list.value.map(({ id, text, act }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          <button
            type="button"
            class="btn"
            onClick={() => {
              act?.run();
              toasts.close(id);
            }}
          >
            {act?.label ?? "Close"}
          </button>
        </div>
      ))}
    </div>
  );
}
