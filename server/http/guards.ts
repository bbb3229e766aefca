import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { ErrorBody } from '../protocol';
import { AppError, Cancelled, errorTable } from '../protocol';
import type { Log } from './log';

/** The only name by which the agent answers: what arrives under another one came by way of a browser or a proxy. */
export const agentHost = 'bindery';

/** Keeps web pages out (design section 9): no page can leave out Origin, or name this Host. */
export const refuseBrowsers: RequestHandler = (request, response, next) => {
  response.set('Cache-Control', 'no-store');
  if (request.headers.origin !== undefined) {
    throw new AppError('request-refused', { detail: 'it comes from a web page' });
  }
  if (request.headers.host !== agentHost) {
    throw new AppError('request-refused', { detail: 'its Host header is not the agent’s' });
  }
  next();
};

/** One line in the log for each answered request. Query and headers are not told. */
export const logRequests =
  (log: Log): RequestHandler =>
  (request, response, next) => {
    const startedAt = Date.now();
    response.once('close', () => {
      const { method, path } = request;
      log.info({ method, path, status: response.statusCode, ms: Date.now() - startedAt }, 'request');
    });
    next();
  };

export const notFound: RequestHandler = (request) => {
  throw new AppError('route-not-found', { path: request.path });
};

/** The one place where an error becomes an answer. */
export const answerErrors =
  (log: Log): ErrorRequestHandler =>
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error handler by its four parameters
  (error, _request, response, _next) => {
    const appError = fromHttp(error);
    if (!Cancelled.is(error) && appError.code === 'internal')
      log.error({ err: error as unknown }, 'request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const body: ErrorBody = { error: appError.toData() };
    response.status(errorTable[appError.code].status).json(body);
  };

/** What Express and its body parser throw (a status below 500) is the caller's mistake. */
function fromHttp(error: unknown): AppError {
  const status = (error as { status?: unknown } | null)?.status;
  if (error instanceof Error && typeof status === 'number' && status < 500) {
    return new AppError('bad-request', { detail: error.message }, { cause: error });
  }
  return AppError.from(error);
}
