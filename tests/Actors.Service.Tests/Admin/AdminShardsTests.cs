using System.Net;
using Actors.Service.Tests.Hosting;
using Actors.Service.Tests.Identity;

namespace Actors.Service.Tests.Admin;

public sealed class AdminShardsTests
{
    private const string Path = "/admin/shards";

    [Fact]
    public async Task Every_shard_is_listed_with_its_owner_and_how_far_it_is()
    {
        await using var service = await RunningService.StartAsync("Node:Name=n1", "Log:Shards=3");
        await Eventually.IsTrueAsync(async () => (await service.Anonymous().GetAsync("/health/ready")).IsSuccessStatusCode);
        await service.Client.PostJsonAsync("/api/channels/user:ada/events", """{"type":"note"}""");
        await Eventually.IsTrueAsync(async () =>
        {
            var answer = await (await service.Client.GetAsync(Path)).JsonAsync();
            answer.GetProperty("node").GetString().ShouldBe("n1");
            var shards = answer.GetProperty("shards").EnumerateArray().ToList();
            shards.Select(s => s.GetProperty("shard").GetInt32()).ShouldBe([0, 1, 2]);
            shards.ShouldAllBe(s => s.GetProperty("owner").GetString() == "n1" && s.GetProperty("state").GetString() == "Serving");
            shards.ShouldAllBe(s => s.GetProperty("claim").GetInt64() >= 0 && s.GetProperty("logEnd").GetInt64() > s.GetProperty("claim").GetInt64());
            return shards.TrueForAll(s => s.GetProperty("behind").GetInt64() == 0);
        });
    }

    [Fact]
    public async Task Right_admin_is_needed()
    {
        await using var service = await RunningService.StartAsync("Auth:Mode=Jwt", "Auth:Jwt:Secret=" + Tokens.Secret);
        await (await service.Anonymous().GetAsync(Path)).ProblemAsync(HttpStatusCode.Unauthorized);
        var problem = await (await service.Bearing(Tokens.Make(rights: ["publish"])).GetAsync(Path)).ProblemAsync(HttpStatusCode.Forbidden);
        problem.GetProperty("detail").GetString()!.ShouldContain("admin");
        (await service.Bearing(Tokens.Make(rights: ["admin"])).GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ticket = await (await service.Bearing(Tokens.Make(rights: ["admin"])).PostAsync("/api/events/ticket", null)).JsonAsync();
        await (await service.Anonymous().GetAsync(Path + "?ticket=" + ticket.GetProperty("ticket").GetString())).ProblemAsync(HttpStatusCode.Unauthorized);
    }
}
