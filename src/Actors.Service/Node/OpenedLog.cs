using Actors.Log;

namespace Actors.Service.Node;

/// <summary>A log that is open, with the port that the history finds single records by.</summary>
/// <param name="Log">The log.</param>
/// <param name="Lookup">The same log.</param>
internal sealed record OpenedLog(IDurableLog Log, IRecordLookup Lookup);
