namespace Actors.Kernel;

/// <summary>The place of an actor in its system's tree, such as <c>akka://system/user/parent/child</c>. Equality is that of the names; the incarnation's <see cref="Uid"/> does not count.</summary>
public sealed class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    private const string OtherSymbols = "-_.*$+:@&=,!~';()\"";
    private readonly ActorPath? _parent;

    internal ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    internal ActorPath(ActorPath parentPath, string name, long uid)
    {
        _parent = parentPath;
        Address = parentPath.Address;
        Name = name;
        Uid = uid;
        Depth = parentPath.Depth + 1;
    }

    /// <summary>The root's address.</summary>
    public Address Address { get; }

    /// <summary>The last element; empty at the root.</summary>
    public string Name { get; }

    /// <summary>Tells incarnations of one path apart; 0 where there is none.</summary>
    public long Uid { get; }

    /// <summary>The number of elements below the root.</summary>
    public int Depth { get; }

    /// <summary>The path above; the root is its own parent.</summary>
    public ActorPath Parent => _parent ?? this;

    /// <summary>The root of this path.</summary>
    public ActorPath Root => _parent is null ? this : _parent.Root;

    /// <summary>The names from the root down.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            var at = this;
            for (var i = Depth - 1; i >= 0; i--)
            {
                names[i] = at.Name;
                at = at.Parent;
            }

            return names;
        }
    }

    /// <summary>The path of a child.</summary>
    public static ActorPath operator /(ActorPath path, string name) => new(path, name, 0);

    /// <summary>Equality of the names.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality of the names.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !(left == right);

    /// <summary>Whether <paramref name="s"/> may be an actor's name: ASCII letters, digits and <c>-_.*$+:@&amp;=,!~';()"</c>, not beginning with <c>$</c>, or <c>%</c> and two hexadecimal digits.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(s[i]) || OtherSymbols.Contains(s[i], StringComparison.Ordinal))
                continue;
            if (s[i] != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2]))
                return false;
            i += 2;
        }

        return true;
    }

    /// <summary>The path of a child.</summary>
    public ActorPath Child(string childName) => this / childName;

    /// <inheritdoc/>
    public bool Equals(ActorPath? other)
    {
        if (other is null || Depth != other.Depth)
            return false;
        ActorPath mine = this, theirs = other;
        while (!ReferenceEquals(mine, theirs))
        {
            if (mine.Name != theirs.Name)
                return false;
            if (mine._parent is null || theirs._parent is null)
                return mine.Address == theirs.Address;
            mine = mine._parent;
            theirs = theirs._parent;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_parent is null ? Address.GetHashCode() : _parent.GetHashCode(), Name);

    /// <inheritdoc/>
    public int CompareTo(ActorPath? other) => string.CompareOrdinal(ToString(), other?.ToString());

    /// <summary>The path below the root: <c>/user/parent/child</c>.</summary>
    public string ToStringWithoutAddress() => "/" + string.Join('/', Elements);

    /// <summary>The whole path with the incarnation: <c>akka://system/user/child#12</c>.</summary>
    public string ToStringWithUid() => Uid == 0 ? ToString() : $"{this}#{Uid}";

    /// <summary>The whole path: <c>akka://system/user/child</c>.</summary>
    public override string ToString() => Address + ToStringWithoutAddress();
}
