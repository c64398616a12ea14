namespace Actors.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    /// <summary>How it is used.</summary>
    public const string Usage = """
        Actors.Bench -- SCENARIO [OPTION...]
          fanout             1,000 listeners on one channel, 100 events/s
          fanout --private   1,000 channels with one listener each, 2,000 events/s
          fanout --max       1,000 listeners on one channel, as many events as are taken
          first              from a POST to the first event, on an idle node
          idle               10,000 sessions
          replay             10,000 events to 50 clients, warm and cold
          slow               100 of 1,000 listeners read nothing for a while
          jobs               500 text jobs at once
          kernel             the actor engine alone
          cluster            a node on Kafka, Redis and PostgreSQL; --only PART for one of claims, live, first, first3, jobs, fanout, resume, takeover
          all                everything but --max and cluster
        --json FILE          writes the results
        --service FOLDER     takes the service from here instead of publishing it
        --peers A,B          only these of actors, bare, nchan
        The exit code is 1 if a target was missed.
        """;

    private static readonly string[] Known = ["fanout", "first", "idle", "replay", "slow", "jobs", "kernel", "cluster", "all"];
    private static readonly string[] KnownPeers = ["actors", "bare", "nchan"];

    /// <summary>What is measured.</summary>
    public required string Scenario { get; init; }

    /// <summary>Private channels instead of one for all.</summary>
    public bool Private { get; init; }

    /// <summary>No fixed rate.</summary>
    public bool Max { get; init; }

    /// <summary>Which part of a scenario; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>Where the results go.</summary>
    public string? JsonFile { get; init; }

    /// <summary>The folder of a published service.</summary>
    public string? Service { get; init; }

    /// <summary>Who is measured.</summary>
    public IReadOnlyList<string> Peers { get; init; } = KnownPeers;

    /// <summary>Reads the command line; null if it is not understood.</summary>
    public static BenchOptions? Parse(string[] args)
    {
        if (args is not [var scenario, ..] || !Known.Contains(scenario)) return null;
        var options = new BenchOptions { Scenario = scenario };
        for (var i = 1; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--private": options = options with { Private = true }; break;
                case "--max": options = options with { Max = true }; break;
                case "--only" when i + 1 < args.Length: options = options with { Only = args[++i] }; break;
                case "--json" when i + 1 < args.Length: options = options with { JsonFile = args[++i] }; break;
                case "--service" when i + 1 < args.Length: options = options with { Service = args[++i] }; break;
                case "--peers" when i + 1 < args.Length: options = options with { Peers = args[++i].Split(',') }; break;
                default: return null;
            }
        }
        return options.Peers.All(KnownPeers.Contains) ? options : null;
    }
}
