using Actors.Service.Configuration;
using Actors.Service.Node;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Node;

public sealed class DataLockTests
{
    [Fact]
    public void Directory_is_given_to_one_at_a_time()
    {
        using var directory = new TemporaryDirectory();
        using (DataLock.Take(directory.Path))
        {
            Should.Throw<SettingException>(() => DataLock.Take(directory.Path)).Message.ShouldContain("in use by another process");
        }

        DataLock.Take(directory.Path).Dispose();
    }

    [Fact]
    public void Directory_that_cannot_be_written_to_is_not_called_in_use()
    {
        using var directory = new TemporaryDirectory();
        File.CreateSymbolicLink(Path.Combine(directory.Path, "node.lock"), "node.lock");

        Should.Throw<IOException>(() => DataLock.Take(directory.Path)).Message.ShouldContain("node.lock");
    }
}
