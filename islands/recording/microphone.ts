/** The microphone, as it is: no echo cancelling, no noise gate, no automatic gain, which would all be recorded. */
export interface Microphone {
  readonly stream: MediaStream;
  readonly deviceId: string;
  readonly label: string;
  /** What the device says of its own lateness; 0 where it says nothing. */
  readonly inputSeconds: number;
  /** The device was unplugged, or the permission was taken back. */
  onLost(work: () => void): void;
  close(): void;
}

export type MicrophoneFault =
  /** Somebody, or the browser's settings, said no. */
  | "denied"
  | "no_device"
  /** Another program holds it. */
  | "busy"
  /** The page is not on https (or this machine): browsers hide the microphone. */
  | "insecure"
  /** No way to record in this browser. */
  | "unsupported"
  | "failed";

export class MicrophoneError extends Error {
  override readonly name = "MicrophoneError";

  constructor(readonly fault: MicrophoneFault, cause?: unknown) {
    super(`no microphone: ${fault}`, { cause });
  }
}

/** Why asking would be in vain, or null. */
export function microphoneFault(): MicrophoneFault | null {
  if (!isSecureContext) return "insecure";
  const canAsk = typeof navigator.mediaDevices?.getUserMedia === "function";
  const canRecord = typeof AudioWorkletNode === "function" || typeof MediaRecorder === "function";
  return canAsk && canRecord ? null : "unsupported";
}

/**
 * Asks for a microphone; the browser may ask the person.
 *
 * @param deviceId empty for the one that the system prefers.
 * @throws MicrophoneError
 */
export async function openMicrophone(deviceId: string): Promise<Microphone> {
  const fault = microphoneFault();
  if (fault) throw new MicrophoneError(fault);
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      channelCount: { ideal: 1 },
      ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
    },
  }).catch((error: unknown) => {
    throw new MicrophoneError(faultOf(error), error);
  });
  const [track] = stream.getAudioTracks();
  if (!track) throw new MicrophoneError("no_device");
  const { deviceId: chosen, latency } = track.getSettings() as MediaTrackSettings & {
    readonly latency?: number;
  };
  return {
    stream,
    deviceId: chosen ?? deviceId,
    label: track.label,
    inputSeconds: latency ?? 0,
    onLost: (work) => track.addEventListener("ended", work, { once: true }),
    close: () => stream.getTracks().forEach((each) => each.stop()),
  };
}

/** What `getUserMedia` was refused with (W3C Media Capture and Streams, 10.6). */
export function faultOf(error: unknown): MicrophoneFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "no_device";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "failed";
}

export interface InputDevice {
  readonly id: string;
  readonly label: string;
}

/** The microphones; their names are told only after the permission. */
export async function inputDevices(): Promise<readonly InputDevice[]> {
  const devices = await navigator.mediaDevices?.enumerateDevices() ?? [];
  return devices.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId !== "")
    .map(({ deviceId, label }, i) => ({ id: deviceId, label: label || `Microphone ${i + 1}` }));
}

/** Whether the browser would let this page hear without asking; null where it does not say. */
export async function microphoneAllowed(): Promise<"granted" | "denied" | "prompt" | null> {
  try {
    const { state } = await navigator.permissions.query({ name: "microphone" as PermissionName });
    return state;
  } catch {
    return null; // Firefox before 131 knows no such permission
  }
}
