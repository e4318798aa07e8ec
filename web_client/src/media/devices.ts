/** What microphones, cameras and speakers there are, followed as they come and go. */
import type { Device } from "./call-state";

export interface DeviceLists {
  microphones: readonly Device[];
  cameras: readonly Device[];
  speakers: readonly Device[];
}

const PERMISSIONS = ["microphone", "camera"] as const;

export interface WatchDevices {
  lists: (lists: DeviceLists) => void;
  permission: (kind: "microphone" | "camera", state: PermissionState) => void;
}

export class DeviceWatch {
  readonly #devices: MediaDevices | undefined;
  readonly #watch: WatchDevices;
  readonly #endings: (() => void)[] = [];
  #closed = false;

  constructor(devices: MediaDevices | undefined, watch: WatchDevices) {
    this.#devices = devices;
    this.#watch = watch;
    const again = () => void this.refresh();
    devices?.addEventListener?.("devicechange", again);
    this.#endings.push(() => devices?.removeEventListener?.("devicechange", again));
    void this.refresh();
    for (const kind of PERMISSIONS) void this.#followPermission(kind);
  }

  /** Also after a device was opened: only then does the browser tell names. */
  async refresh(): Promise<void> {
    if (!this.#devices?.enumerateDevices) return;
    let all: MediaDeviceInfo[];
    try {
      all = await this.#devices.enumerateDevices();
    } catch {
      return;
    }
    if (this.#closed) return;
    this.#watch.lists({
      microphones: listOf(all, "audioinput"),
      cameras: listOf(all, "videoinput"),
      speakers: listOf(all, "audiooutput"),
    });
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#endings) end();
  }

  async #followPermission(kind: "microphone" | "camera"): Promise<void> {
    let status: PermissionStatus;
    try {
      status = await navigator.permissions.query({ name: kind as PermissionName });
    } catch {
      // Not every browser knows these two names; then only trying tells.
      return;
    }
    const tell = () => {
      if (!this.#closed) this.#watch.permission(kind, status.state);
    };
    status.addEventListener("change", tell);
    this.#endings.push(() => status.removeEventListener("change", tell));
    tell();
  }
}

function listOf(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): readonly Device[] {
  return all.filter((one) => one.kind === kind).map((one) => ({ id: one.deviceId, label: one.label }));
}
