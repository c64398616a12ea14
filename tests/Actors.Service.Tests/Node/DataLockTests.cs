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
}
