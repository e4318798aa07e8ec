import { describe, expect, it, vi } from "vitest";
import { Problem, type StoredFile, type UploadOptions } from "../../protocol/rest";
import { Uploads } from "./uploads";

const MB = 1_000_000;
const file = (name: string, size: number) => new File([new Uint8Array(size)], name);

function server() {
  const calls: {
    name: string;
    options: UploadOptions;
    resolve: (id: string) => void;
    reject: (error: Error) => void;
  }[] = [];
  const upload = vi.fn((_session: string, blob: Blob, options: UploadOptions) => {
    return new Promise<StoredFile>((resolve, reject) => {
      options.signal?.addEventListener("abort", () => reject(new Problem("aborted", 0)));
      calls.push({
        name: (blob as File).name,
        options,
        resolve: (file_id) => resolve({ file_id } as StoredFile),
        reject,
      });
    });
  });
  return { calls, upload };
}

describe("F019 uploads", () => {
  it("sends one file after the other and tells how far it is", async () => {
    const { calls, upload } = server();
    const uploads = new Uploads({ upload }, "s1", MB);
    const first = uploads.add(file("a.pdf", 10), "everyone");
    const second = uploads.add(file("b.pdf", 10), "hosts");
    expect(calls.map((call) => call.name)).toEqual(["a.pdf"]);
    calls[0]?.options.onProgress?.(0.5);
    expect(uploads.getState().map(({ name, state, part }) => [name, state, part])).toEqual([
      ["a.pdf", "sending", 0.5],
      ["b.pdf", "waiting", 0],
    ]);
    calls[0]?.resolve("f1");
    expect(await first).toBe("f1");
    await vi.waitFor(() => expect(calls[1]?.options.audience).toBe("hosts"));
    calls[1]?.resolve("f2");
    expect(await second).toBe("f2");
    expect(uploads.getState()).toEqual([]);
  });

  it("refuses what is too large or empty before a byte is sent", async () => {
    const { upload } = server();
    const uploads = new Uploads({ upload }, "s1", 5);
    expect(await uploads.add(file("big.zip", 6), "everyone")).toBeNull();
    expect(await uploads.add(file("nothing.txt", 0), "everyone")).toBeNull();
    expect(uploads.getState().map((one) => one.code)).toEqual(["too_large", "empty"]);
    expect(upload).not.toHaveBeenCalled();
  });

  it("cancels the one that is being sent and goes on with the next", async () => {
    const { calls, upload } = server();
    const uploads = new Uploads({ upload }, "s1", MB);
    const first = uploads.add(file("a", 1), "everyone");
    void uploads.add(file("b", 1), "everyone");
    uploads.cancel(uploads.getState()[0]?.key ?? "");
    expect(await first).toBeNull();
    await vi.waitFor(() => expect(calls.map((call) => call.name)).toEqual(["a", "b"]));
    expect(uploads.getState().map((one) => one.name)).toEqual(["b"]);
  });

  it("keeps what failed, with the server's code, until it is cleared", async () => {
    const { calls, upload } = server();
    const uploads = new Uploads({ upload }, "s1", MB);
    const sent = uploads.add(file("a", 1), "everyone");
    calls[0]?.reject(new Problem("file_too_large", 413));
    expect(await sent).toBeNull();
    const [failed] = uploads.getState();
    expect([failed?.state, failed?.code]).toEqual(["failed", "file_too_large"]);
    uploads.cancel(failed?.key ?? "");
    expect(uploads.getState()).toEqual([]);
  });
});
