namespace Actors.Simulation.Log;

/// <summary>What becomes of an append on its way.</summary>
public enum Fate
{
    /// <summary>The log takes it and says so.</summary>
    Land,

    /// <summary>The log takes it and says so later, when told to.</summary>
    LandUnheard,

    /// <summary>The log takes it, and the writer hears of a failure.</summary>
    LandAndFail,

    /// <summary>It is lost, and the writer hears of it when told to; later appends are taken.</summary>
    Lose,

    /// <summary>It is lost, and the writer hears of it at once.</summary>
    Fail,

    /// <summary>The writer hears of a failure, and it may land later, when told to.</summary>
    Straggle,

    /// <summary>The log takes it twice: now, and again when told to.</summary>
    Repeat,
}
