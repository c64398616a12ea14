using System.Text;

namespace Actors.Kernel;

/// <summary>Reads the part of HOCON that the kernel's configuration needs.</summary>
internal sealed class HoconParser(string text)
{
    private int _at;

    internal HoconObject Parse()
    {
        SkipSpace();
        var braced = Take('{');
        var root = Fields(braced);
        SkipSpace();
        return _at == text.Length ? root : throw Wrong("the end");
    }

    private HoconObject Fields(bool braced)
    {
        var fields = new HoconObject();
        while (true)
        {
            SkipSeparators();
            if (_at == text.Length)
                return braced ? throw Wrong("}") : fields;
            if (braced && Take('}'))
                return fields;
            Field(fields);
        }
    }

    private void Field(HoconObject into)
    {
        var path = HoconPath.Split(Key());
        if (path.Contains(string.Empty))
            throw Wrong("a key");
        SkipSpace();
        if (_at < text.Length && text[_at] == '{')
        {
            into.Set(path, Value());
            return;
        }

        if (!Take('=') && !Take(':'))
            throw Wrong("= or : or {");
        SkipSpace();
        into.Set(path, Value());
    }

    private string Key()
    {
        var begin = _at;
        var quoted = false;
        while (_at < text.Length && (quoted || !(text[_at] is '=' or ':' or '{' or '}' or '\n' or '#' or ',')))
        {
            if (text[_at] == '"')
                quoted = !quoted;
            _at++;
        }

        return text[begin.._at].Trim();
    }

    private object Value()
    {
        if (Take('{'))
            return Fields(braced: true);
        if (Take('['))
            return Items();
        if (text.AsSpan(_at).StartsWith("\"\"\""))
            return LongText();
        return _at < text.Length && text[_at] == '"' ? QuotedText() : BareText();
    }

    private List<object> Items()
    {
        var items = new List<object>();
        while (true)
        {
            SkipSeparators();
            if (Take(']'))
                return items;
            if (_at == text.Length)
                throw Wrong("]");
            items.Add(Value());
        }
    }

    private string LongText()
    {
        _at += 3;
        var end = text.IndexOf("\"\"\"", _at, StringComparison.Ordinal);
        if (end < 0)
            throw Wrong("\"\"\"");
        var value = text[_at..end];
        _at = end + 3;
        return value;
    }

    private string QuotedText()
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] is not ('"' or '\n'); _at++)
        {
            if (text[_at] != '\\')
            {
                value.Append(text[_at]);
                continue;
            }

            _at++;
            value.Append(_at == text.Length ? throw Wrong("\"") : text[_at] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                var other => other,
            });
        }

        return Take('"') ? value.ToString() : throw Wrong("\"");
    }

    private string BareText()
    {
        var begin = _at;
        while (_at < text.Length && !(text[_at] is '\n' or ',' or '}' or ']' or '#') && !text.AsSpan(_at).StartsWith("//"))
            _at++;
        var value = text[begin.._at].Trim();
        if (value.Length == 0)
            throw Wrong("a value");
        return value.Contains("${", StringComparison.Ordinal) ? throw Wrong("a value without substitution") : value;
    }

    private void SkipSeparators()
    {
        do
            SkipSpace();
        while (Take(','));
    }

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '#' || text.AsSpan(_at).StartsWith("//"))
            {
                while (_at < text.Length && text[_at] != '\n')
                    _at++;
            }
            else if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private bool Take(char wanted)
    {
        if (_at == text.Length || text[_at] != wanted)
            return false;
        _at++;
        return true;
    }

    private ConfigurationException Wrong(string wanted)
    {
        var line = text.AsSpan(0, Math.Min(_at, text.Length)).Count('\n') + 1;
        return new ConfigurationException($"The configuration's line {line} is wrong: {wanted} expected.");
    }
}
