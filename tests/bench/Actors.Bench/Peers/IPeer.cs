using Actors.Bench.Load;

namespace Actors.Bench.Peers;

/// <summary>A server under measurement: where one listens and publishes, and what its processes use.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Its column in the table.</summary>
    string Name { get; }

    /// <summary>Starts a fresh server with no data and waits until it answers.</summary>
    Task StartAsync();

    /// <summary>Ends the server and starts it again with the data that it keeps on disk, so that its caches are cold.</summary>
    Task RestartAsync();

    /// <summary>How to listen. <paramref name="name"/> is the channels' common name, to which each one's index is added.</summary>
    ListenerRequest Listen(string name, bool fromStart, bool resumes = false);

    /// <summary>How to publish, without saying how much.</summary>
    PublishRequest Publish(string name, int channels);

    /// <summary>What its processes use now.</summary>
    ServerUsage Usage();
}
