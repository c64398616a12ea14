namespace Actors.Bench.Load;

/// <summary>What to publish, and how.</summary>
/// <param name="Port">On the loopback interface.</param>
/// <param name="Path"><c>{c}</c> stands for the channel's index.</param>
/// <param name="Headers">Further header lines, each with its CRLF.</param>
/// <param name="Channels">Events go to channels 0 to n-1 in turn.</param>
/// <param name="Rate">Events per second in all; 0 for as many as are taken.</param>
/// <param name="Count">Events in all.</param>
/// <param name="Bytes">Size of one event.</param>
/// <param name="Connections">How many connections share the channels; a channel always uses the same one, so its order is kept.</param>
/// <param name="Batch">How many due events of one channel may share a request.</param>
/// <param name="Shape">How a request's events stand in its body.</param>
internal sealed record PublishRequest(
    int Port, string Path, string Headers, int Channels, double Rate, long Count, int Bytes, int Connections, int Batch, BodyShape Shape);
