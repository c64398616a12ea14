namespace Actors.Kernel;

/// <summary>The root of a path: protocol and system.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>
{
    /// <summary>An address without host: everything here runs in one process.</summary>
    /// <param name="protocol">The scheme, <c>akka</c> by custom.</param>
    /// <param name="system">The name of the actor system.</param>
    public Address(string protocol, string system)
    {
        Protocol = protocol;
        System = system;
    }

    /// <summary>The scheme.</summary>
    public string Protocol { get; }

    /// <summary>The name of the actor system.</summary>
    public string System { get; }

    /// <inheritdoc/>
    public bool Equals(Address? other) => other is not null && Protocol == other.Protocol && System == other.System;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, System);

    /// <inheritdoc/>
    public int CompareTo(Address? other) => string.CompareOrdinal(ToString(), other?.ToString());

    /// <summary><c>protocol://system</c>.</summary>
    public override string ToString() => $"{Protocol}://{System}";

    /// <summary>Equality by value.</summary>
    public static bool operator ==(Address? left, Address? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(Address? left, Address? right) => !(left == right);
}
