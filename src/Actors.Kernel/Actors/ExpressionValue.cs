using System.Linq.Expressions;
using System.Reflection;

namespace Actors.Kernel;

/// <summary>The value of an expression. Constants and captured variables, which is what constructors' arguments mostly are, are read without compiling anything.</summary>
internal static class ExpressionValue
{
    internal static object? Of(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member:
                return field.GetValue(member.Expression is null ? null : Of(member.Expression));
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when !convert.Type.IsValueType:
                return Of(convert.Operand);
            default:
                var boxed = Expression.Convert(expression, typeof(object));
                return Expression.Lambda<Func<object?>>(boxed).Compile(preferInterpretation: true)();
        }
    }
}
