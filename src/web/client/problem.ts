/** A refusal, read from problem+json; `message` is fit to be shown. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string | undefined,
    /** Seconds to wait before another try, where the service said so. */
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(detail ?? title);
    this.name = 'ApiProblem';
  }

  /** Reads a refusal from a response; one without a readable body is told by its status. */
  static async from(response: Response): Promise<ApiProblem> {
    const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
    const body: unknown = await response.json().catch(() => null);
    const text = (name: 'title' | 'detail'): string | undefined => {
      const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    return new ApiProblem(
      response.status,
      text('title') ?? `The service answered ${response.status}`,
      text('detail'),
      Number.isFinite(retryAfter) ? retryAfter : undefined,
    );
  }
}
