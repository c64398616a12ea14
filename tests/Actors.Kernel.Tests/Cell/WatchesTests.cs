using FsCheck;
using FsCheck.Fluent;

namespace Actors.Kernel.Tests.Cell;

public sealed class WatchesTests : ActorTest
{
    /// <summary>Watchers come and go in any order: those who are left are those of a plain set.</summary>
    [Fact]
    public void Watchers_are_a_set()
    {
        var probes = Enumerable.Range(0, 4).Select(_ => (IInternalActorRef)CreateTestProbe().Ref).ToArray();
        Prop.ForAll(
            Gen.Choose(0, 3).Zip(ArbMap.Default.GeneratorFor<bool>()).ListOf().ToArbitrary(),
            steps =>
            {
                var (watches, model) = (new Watches(), new HashSet<IInternalActorRef>());
                foreach (var (who, comes) in steps)
                {
                    if (comes)
                    {
                        watches.AddWatcher(probes[who]);
                        model.Add(probes[who]);
                    }
                    else
                    {
                        watches.RemoveWatcher(probes[who]);
                        model.Remove(probes[who]);
                    }
                }

                watches.Watchers.ShouldBe(model, ignoreOrder: true);
            }).Check(FsCheck.Config.QuickThrowOnFailure);
    }
}
