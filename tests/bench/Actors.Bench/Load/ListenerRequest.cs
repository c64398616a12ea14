namespace Actors.Bench.Load;

/// <summary>How a listener asks for its stream. <c>{c}</c> in path and headers stands for its channel's index, <c>{i}</c> for its own.</summary>
/// <param name="Port">On the loopback interface.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Further header lines, each with its CRLF.</param>
/// <param name="FromStart">True if the stream must begin with the channel's event 0.</param>
/// <param name="Resumes">True if the listener connects again, with its last id, when the server ends the stream.</param>
internal sealed record ListenerRequest(int Port, string Path, string Headers, bool FromStart, bool Resumes);
