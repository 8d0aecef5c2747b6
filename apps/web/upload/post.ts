/** What becomes of a request whose body is a file. */
export interface PostHandlers {
  onProgress(sent: number): void;
  /** All bytes are sent, and no answer has come. */
  onSent(): void;
  /** `status` 0: the connection broke. */
  onAnswer(status: number, body: unknown): void;
}

/**
 * Posts bytes as they are; the answer stops it. XMLHttpRequest, because fetch reports no progress of an upload.
 */
export function post(path: string, bytes: Blob, { onProgress, onSent, onAnswer }: PostHandlers): () => void {
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.responseType = "json";
  request.upload.onprogress = ({ loaded }) => onProgress(loaded);
  request.upload.onload = onSent;
  request.onload = () => onAnswer(request.status, request.response);
  request.onerror = () => onAnswer(0, null);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(bytes);
  return () => request.abort();
}
