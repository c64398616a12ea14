using System.Reflection;
using System.Runtime.CompilerServices;

namespace Actors.Kernel.Tests.Surface;

/// <summary>The public members of an assembly of ours, written as <see cref="AkkaListing"/> writes them.</summary>
internal static class OwnSurface
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    internal static IEnumerable<string> Of(Assembly assembly)
    {
        foreach (var type in assembly.GetExportedTypes())
        {
            var name = NameOf(type);
            yield return $"{name}: type";
            if (typeof(Delegate).IsAssignableFrom(type))
                continue;
            var inherited = Inherited(type);
            foreach (var member in type.GetMembers(Declared))
            {
                if (IsVisible(member) && !inherited.Contains(member) && Describe(member) is { } text)
                    yield return $"{name}: {text}";
            }
        }
    }

    /// <summary>What a type has because of its bases and interfaces: that is told where they declare it.</summary>
    private static HashSet<MemberInfo> Inherited(Type type)
    {
        var inherited = new HashSet<MemberInfo>();
        if (!type.IsInterface)
        {
            foreach (var each in type.GetInterfaces())
                inherited.UnionWith(type.GetInterfaceMap(each).TargetMethods);
        }

        inherited.UnionWith(type.GetMethods(Declared).Where(method => method.GetBaseDefinition().DeclaringType != type));
        inherited.UnionWith(type.GetProperties(Declared).Where(property => inherited.Contains((property.GetMethod ?? property.SetMethod)!)));
        return inherited;
    }

    private static string NameOf(Type type) => type.DeclaringType is { } outer
        ? $"{NameOf(outer)}.{type.Name.Split('`')[0]}"
        : type.Name.Split('`')[0];

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        PropertyInfo property => IsVisible((property.GetMethod ?? property.SetMethod)!),
        _ => false,
    };

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{constructor.DeclaringType!.Name}({Parameters(constructor)})",
        MethodInfo { IsSpecialName: true, Name: var name } when !name.StartsWith("op_", StringComparison.Ordinal) => null,
        MethodInfo method when method.IsDefined(typeof(CompilerGeneratedAttribute)) => null,
        MethodInfo method => $"{TypeName(method.ReturnType)} {Operator(method.Name)}({Parameters(method)})",
        PropertyInfo property => $"{TypeName(property.PropertyType)} {property.Name}",
        FieldInfo { DeclaringType.IsEnum: true } => member.Name,
        FieldInfo field => $"{TypeName(field.FieldType)} {field.Name}",
        _ => null,
    };

    private static string Operator(string name) => name switch
    {
        "op_Equality" => "==",
        "op_Inequality" => "!=",
        "op_Division" => "/",
        _ => name,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => TypeName(parameter.ParameterType)));

    private static string TypeName(Type type)
    {
        if (type.IsByRef)
            return TypeName(type.GetElementType()!);
        if (type.IsArray)
            return $"{TypeName(type.GetElementType()!)}[]";
        if (type.IsGenericType)
            return $"{type.Name.Split('`')[0]}<{string.Join(",", type.GetGenericArguments().Select(TypeName))}>";
        return type == typeof(void) ? "void"
            : type == typeof(int) ? "int"
            : type == typeof(long) ? "long"
            : type == typeof(double) ? "double"
            : type == typeof(bool) ? "bool"
            : type == typeof(string) ? "string"
            : type == typeof(object) ? "object"
            : type.Name;
    }
}
