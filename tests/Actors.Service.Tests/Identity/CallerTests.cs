using System.Security.Claims;
using Actors.Service.Identity;
using Actors.Service.Problems;

namespace Actors.Service.Tests.Identity;

public sealed class CallerTests
{
    [Theory]
    [InlineData("1700000000", 1_700_000_000)]
    [InlineData("1700000000.9", 1_700_000_000)]
    [InlineData("1.7E9", 1_700_000_000)]
    [InlineData("1e300", 253_402_300_799)]
    [InlineData("-5", 0)]
    public void From_a_numeric_date_takes_its_whole_seconds(string exp, long seconds) =>
        Caller.From(Principal(exp)).Expires.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("tomorrow")]
    public void From_an_expiry_that_is_no_number_refuses_the_caller(string exp) =>
        Should.Throw<ProblemException>(() => Caller.From(Principal(exp))).Problem.Status.ShouldBe(401);

    private static ClaimsPrincipal Principal(string exp) =>
        new(new ClaimsIdentity([new Claim(CallerClaims.Subject, "ada"), new Claim(CallerClaims.Expires, exp)], "test"));
}
