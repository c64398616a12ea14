using System.Globalization;
using System.Text;

namespace Actors.Jobs.Providers.Demo;

/// <summary>
/// Readable nonsense, the same for the same prompt: sentences of plain words, in which the prompt's own words come up again.
/// Gives it token by token (a word with the space before it). Not thread-safe.
/// </summary>
internal sealed class DemoText
{
    private const int MaxPromptWords = 40;

    private static readonly string[] Plain =
        ("the a of and in to with for from by over under between light water stone river garden morning evening window letter " +
        "voice answer question story road mountain forest silver quiet slow bright gentle distant simple careful open small great " +
        "turns follows carries opens holds finds remembers becomes begins gathers listens returns reaches grows moves rests").Split(' ');

    private readonly string[] _own;
    private ulong _state;
    private int _wordsLeft;
    private int _sentencesLeft;
    private bool _first = true;

    internal DemoText(string prompt)
    {
        _own = [.. Words(prompt).Take(MaxPromptWords)];
        _state = 14695981039346656037;
        foreach (var c in prompt)
        {
            _state = (_state ^ c) * 1099511628211;
        }

        _sentencesLeft = 3 + Pick(3);
    }

    /// <summary>The next token.</summary>
    internal string Next()
    {
        var begins = _wordsLeft == 0;
        if (begins)
        {
            _wordsLeft = 6 + Pick(9);
        }

        var word = _own.Length > 0 && Pick(4) == 0 ? _own[Pick(_own.Length)] : Plain[Pick(Plain.Length)];
        if (begins)
        {
            word = char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];
        }

        var before = _first ? string.Empty : begins && _sentencesLeft == 0 ? "\n\n" : " ";
        if (begins && _sentencesLeft == 0)
        {
            _sentencesLeft = 3 + Pick(3);
        }

        _first = false;
        _wordsLeft--;
        if (_wordsLeft > 0)
        {
            return before + word + (_wordsLeft > 2 && Pick(9) == 0 ? "," : string.Empty);
        }

        _sentencesLeft--;
        return before + word + ".";
    }

    private static IEnumerable<string> Words(string prompt)
    {
        var word = new StringBuilder();
        foreach (var rune in prompt.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(rune.ToString());
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    // SplitMix64 (Steele, Lea, Flood 2014): the same on every machine and runtime, so a text goes on at another owner.
    private int Pick(int count)
    {
        _state += 0x9e3779b97f4a7c15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (int)((z ^ (z >> 31)) % (ulong)count);
    }
}
