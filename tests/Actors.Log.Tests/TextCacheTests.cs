using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Log.Tests;

public sealed class TextCacheTests
{
    [Fact]
    public void Get_gives_the_text_of_the_bytes_whatever_it_was_asked_before()
    {
        var cache = new TextCache();
        Prop.ForAll(Gen.Choose(0, 20_000).Select(i => $"user:{i}-ü").ToArbitrary(), text =>
            cache.Get(Encoding.UTF8.GetBytes(text)) == text).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Get_of_the_same_bytes_gives_the_same_string()
    {
        var cache = new TextCache();

        cache.Get("user:u"u8).ShouldBeSameAs(cache.Get("user:u"u8));
        cache.Get(""u8).ShouldBeEmpty();
    }

    [Fact]
    public void Get_of_a_long_text_is_not_kept() =>
        new TextCache().Get(Encoding.UTF8.GetBytes(new string('x', 5000))).Length.ShouldBe(5000);
}
