using System.Text;
using Actors.Contracts.Cursors;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Contracts.Tests.Cursors;

public sealed class CursorTests
{
    private static readonly Gen<CursorPlace[]> Places =
        from count in Gen.Choose(0, Cursor.MaxChannels)
        from places in Gen.ArrayOf(
            from channel in Gen.Choose(int.MinValue, int.MaxValue)
            from high in Gen.Choose(0, (1 << 24) - 1)
            from low in Gen.Choose(0, (1 << 24) - 1)
            from small in Gen.Elements(true, false)
            select new CursorPlace((uint)channel, small ? low - 1 : Math.Min(((long)high << 24) + low - 1, Cursor.MaxOffset)),
            count)
        select places.DistinctBy(p => p.Channel).ToArray();

    [Fact]
    public void Encode_and_decode_give_back_every_position() =>
        Prop.ForAll(
            (from places in Places from log in Gen.Choose(int.MinValue, int.MaxValue) select (places, (uint)log)).ToArbitrary(),
            input =>
            {
                var (places, log) = input;
                Cursor.TryDecode(Cursor.Encode(log, places), out var cursor, out var fault).ShouldBeTrue();
                fault.ShouldBe(CursorFault.None);
                cursor!.LogId.ShouldBe(log);
                cursor.Places.ShouldBe(places);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_holds_only_unreserved_characters_and_at_most_128_bytes_for_8_channels() =>
        Prop.ForAll(Places.ToArbitrary(), places =>
        {
            var text = Cursor.Encode(0xffffffff, places);
            text.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '~');
            Encoding.UTF8.GetByteCount(text).ShouldBeLessThanOrEqualTo(places.Length <= 8 ? 128 : Cursor.MaxLength(Cursor.MaxChannels));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Eight_channels_at_the_highest_offset_fit_in_128_bytes()
    {
        var places = Enumerable.Range(0, 8).Select(i => new CursorPlace(uint.MaxValue - (uint)i, Cursor.MaxOffset)).ToArray();
        Cursor.Encode(uint.MaxValue, places).Length.ShouldBeLessThanOrEqualTo(128);
        Cursor.TryDecode(Cursor.Encode(uint.MaxValue, places), out var cursor, out _).ShouldBeTrue();
        cursor!.Places.ShouldBe(places);
    }

    [Fact]
    public void Decode_of_any_text_says_why_it_is_none_and_never_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            if (!Cursor.TryDecode(text, out var cursor, out var fault))
            {
                cursor.ShouldBeNull();
                fault.ShouldNotBe(CursorFault.None);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_of_a_forged_cursor_gives_only_offsets_that_a_log_can_have() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), tail =>
        {
            byte[] raw = [1, 7, 0, 0, 0, 0, 0, .. tail];
            for (var checksum = 0; checksum <= ushort.MaxValue; checksum += tail.Length > 0 ? 257 : 1)
            {
                (raw[5], raw[6]) = ((byte)checksum, (byte)(checksum >> 8));
                var text = System.Buffers.Text.Base64Url.EncodeToString(raw);
                if (Cursor.TryDecode(text, out var cursor, out _))
                {
                    cursor.Places.ShouldAllBe(p => p.Offset >= -1 && p.Offset <= Cursor.MaxOffset);
                    cursor.Places.Select(p => p.Channel).ShouldBeUnique();
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_of_a_cursor_with_one_changed_character_fails_but_for_chance()
    {
        var text = Cursor.At(42, "user:u1", 123_456);
        var taken = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var other = text.ToCharArray();
            other[i] = other[i] == 'A' ? 'B' : 'A';
            taken += Cursor.TryDecode(new string(other), out var cursor, out _) && cursor.Places[0].Offset != 123_456 ? 1 : 0;
        }

        taken.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, CursorFault.Empty)]
    [InlineData("", CursorFault.Empty)]
    [InlineData("garbage!", CursorFault.Alphabet)]
    [InlineData("12345\n", CursorFault.Alphabet)]
    [InlineData("AQ", CursorFault.Checksum)]
    [InlineData("_wAAAAAAAA", CursorFault.Version)]
    [InlineData("AQAAAAAAAA", CursorFault.Checksum)]
    public void Decode_says_what_is_wrong(string? text, CursorFault expected)
    {
        Cursor.TryDecode(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(expected);
    }

    [Fact]
    public void Decode_of_a_huge_text_is_refused_by_its_length()
    {
        Cursor.TryDecode(new string('A', 1_000_000), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(CursorFault.TooLong);
    }

    [Fact]
    public void Decode_of_a_cursor_that_names_a_channel_twice_is_refused()
    {
        var text = Cursor.Encode(1, [new CursorPlace(5, 1), new CursorPlace(5, 2)]);
        Cursor.TryDecode(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(CursorFault.Content);
    }

    [Fact]
    public void TryGet_finds_the_channels_that_it_names_and_no_others()
    {
        Cursor.TryDecode(Cursor.At(1, "user:a", -1), out var cursor, out _).ShouldBeTrue();
        cursor!.TryGet("user:a", out var offset).ShouldBeTrue();
        offset.ShouldBe(-1);
        cursor.TryGet("user:b", out _).ShouldBeFalse();
    }
}
