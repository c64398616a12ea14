using Actors.Contracts;
using Actors.Jobs.Handlers;
using Microsoft.Extensions.Logging;

namespace Actors.Jobs.Running;

/// <summary>What all jobs of a node share. Immutable.</summary>
/// <param name="Options">Limits and waits.</param>
/// <param name="Handlers">Who runs which kind.</param>
/// <param name="Slots">The places for running jobs.</param>
/// <param name="Time">The clock.</param>
/// <param name="Ids">Where events get their ids.</param>
/// <param name="Chance">A number from 0 to below 1 at each call; thread-safe.</param>
/// <param name="Loggers">Where jobs log to.</param>
public sealed record JobEnvironment(
    JobsOptions Options, JobHandlerRegistry Handlers, JobSlots Slots, TimeProvider Time, IIdSource Ids, Func<double> Chance, ILoggerFactory Loggers);
