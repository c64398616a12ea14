using Actors.Contracts;
using Actors.Jobs.Output;
using Actors.Shards.Work;
using Microsoft.Extensions.Logging;

namespace Actors.Jobs.Handlers;

/// <summary>All that one run of a handler needs, whatever its input's type.</summary>
internal sealed record RunSetup(
    OpenJob Job, int Attempt, string TextSoFar, JobOutput Output, TimeProvider Time, IIdSource Ids, ILogger Logger);
