namespace Lithe.Kconfig;

internal sealed partial class Parser
{
    private const int MaxExpressionDepth = 500;

    private int _depth;

    /// <summary>Reads an optional "if" with its condition; false after a reported error.</summary>
    private bool Condition(out Expr? condition)
    {
        condition = null;
        if (_token.Kind != TokenKind.If)
            return true;
        Advance();
        condition = Expression();
        return condition is not null;
    }

    /// <summary>Reads an expression. After an error, which is reported, the result is null and the line is skipped.</summary>
    private Expr? Expression() => Level(TokenKind.Or, ExprKind.Or);

    private Expr? Level(TokenKind separator, ExprKind kind)
    {
        Expr? first = kind == ExprKind.Or ? Level(TokenKind.And, ExprKind.And) : Unary();
        if (first is null || _token.Kind != separator)
            return first;
        List<Expr> operands = [first];
        while (_token.Kind == separator)
        {
            SourceLocation at = Here;
            Advance();
            Expr? next = kind == ExprKind.Or ? Level(TokenKind.And, ExprKind.And) : Unary();
            if (next is null)
                return null;
            operands.Add(next);
            if (operands.Count > _context.Options.MaxOperands)
                throw new KconfigException(at, "expression has too many operands");
        }
        return Expr.JoinAll(kind, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(operands));
    }

    private Expr? Unary()
    {
        if (_token.Kind is not (TokenKind.Not or TokenKind.OpenParen))
            return Comparison();
        if (++_depth > MaxExpressionDepth)
            throw new KconfigException(Here, "expression is nested too deeply");
        Expr? result;
        if (_token.Kind == TokenKind.Not)
        {
            Advance();
            Expr? operand = Unary();
            result = operand is null ? null : Expr.Not(operand);
        }
        else
        {
            Advance();
            result = Expression();
            if (result is not null && _token.Kind != TokenKind.CloseParen)
            {
                Fail(Here, $"expected ')', not {_token}");
                result = null;
            }
            else if (result is not null)
            {
                Advance();
            }
        }
        _depth--;
        return result;
    }

    private Expr? Comparison()
    {
        Symbol? left = Operand();
        if (left is null)
            return null;
        ExprKind kind = _token.Kind switch
        {
            TokenKind.Equal => ExprKind.Equal,
            TokenKind.Unequal => ExprKind.Unequal,
            TokenKind.Less => ExprKind.Less,
            TokenKind.LessOrEqual => ExprKind.LessOrEqual,
            TokenKind.Greater => ExprKind.Greater,
            TokenKind.GreaterOrEqual => ExprKind.GreaterOrEqual,
            _ => ExprKind.Symbol,
        };
        if (kind == ExprKind.Symbol)
            return Expr.Of(left);
        Advance();
        Symbol? right = Operand();
        return right is null ? null : Expr.Compare(kind, left, right);
    }

    private Symbol? Operand()
    {
        Symbol? symbol = _token.Kind switch
        {
            TokenKind.Word => _tree.Symbols.Lookup(_token.Text),
            TokenKind.QuotedWord => _tree.Symbols.LookupLiteral(_token.Text),
            _ => null,
        };
        if (symbol is null)
            Fail(Here, $"expected a symbol or value, not {_token}");
        else
            Advance();
        return symbol;
    }
}
