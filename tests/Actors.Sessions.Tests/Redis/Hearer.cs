using System.Globalization;
using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Redis;

/// <summary>A client that keeps the numbers it hears on its channels.</summary>
internal sealed class Hearer(string[] channels)
{
    private int _seen;

    public SseClient Client { get; } = new(pauseAt: 0);

    public IReadOnlyList<string> Channels => channels;

    public List<int> Numbers { get; } = [];

    /// <summary>Takes what has come.</summary>
    public void Read()
    {
        Client.Read();
        for (; _seen < Client.Events.Count; _seen++)
        {
            if (Client.Events[_seen].Text is { } text)
            {
                Numbers.Add(int.Parse(text, CultureInfo.InvariantCulture));
            }
        }
    }
}
