namespace Actors.Service.Hosting;

/// <summary>Section <c>Cors</c>.</summary>
internal sealed record CrossOriginOptions
{
    /// <summary>
    /// The origins whose pages may use the service (<c>https://app.example</c>), or <c>*</c> for all. Default: none but the
    /// service's own.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}
