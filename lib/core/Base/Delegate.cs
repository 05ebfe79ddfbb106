using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>A method to call, with the object to call it on.</summary>
public abstract class Delegate
{
    // The compiler reads and writes these by name and place.
    private protected object? _firstParameter;
    private protected object? _helperObject;
    private protected nint _extraFunctionPointerOrData;
    private protected nint _functionPointer;

    // One delegate of several. A struct, so that a list is no array that a program could make or a store have to check.
    private protected struct Wrapper(Delegate value)
    {
        public Delegate Value = value;
    }

    // What the compiler makes for each delegate type, by number: the code that calls a list of delegates, a static method with a
    // first argument, a static method, a generic method of an object.
    private protected const int MulticastThunk = 0;
    private protected const int ClosedStaticThunk = 1;
    private protected const int OpenStaticThunk = 2;
    private protected const int ClosedInstanceThunkOverGenericMethod = 3;

    private protected virtual nint GetThunk(int whichThunk) => 0;

    // `new D(object.Method)`.
    private void InitializeClosedInstance(object? firstParameter, nint functionPointer)
    {
        if (firstParameter is null)
            ThrowHelper.ThrowArgument("Delegate to an instance method cannot have null 'this'.");
        _functionPointer = functionPointer;
        _firstParameter = firstParameter;
    }

    // The same, when the pointer may be one to a generic method: bit 1 says so.
    private void InitializeClosedInstanceSlow(object? firstParameter, nint functionPointer)
    {
        if (firstParameter is null)
            ThrowHelper.ThrowArgument("Delegate to an instance method cannot have null 'this'.");
        if ((functionPointer & 2) == 0)
        {
            _functionPointer = functionPointer;
            _firstParameter = firstParameter;
            return;
        }
        _firstParameter = this;
        _functionPointer = GetThunk(ClosedInstanceThunkOverGenericMethod);
        _extraFunctionPointerOrData = functionPointer;
        _helperObject = firstParameter;
    }

    // `new D(interface.Method)`.
    private void InitializeClosedInstanceToInterface(object? firstParameter, nint dispatchCell)
    {
        if (firstParameter is null)
            ThrowHelper.ThrowNullReference();
        _functionPointer = RuntimeHelpers.ResolveInterfaceMethod(firstParameter, dispatchCell);
        _firstParameter = firstParameter;
    }

    // `new D(object.GenericVirtualMethod<T>)`.
    private void InitializeClosedInstanceWithGVMResolution(object? firstParameter, nint dispatchCell) =>
        ThrowHelper.ThrowNotSupported("Generic virtual methods are not available in an image.");

    // An extension method on an object.
    private void InitializeClosedStaticThunk(object? firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        _extraFunctionPointerOrData = functionPointer;
        _helperObject = firstParameter;
        _functionPointer = functionPointerThunk;
        _firstParameter = this;
    }

    // A static method.
    private void InitializeOpenStaticThunk(object? firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        _firstParameter = this;
        _functionPointer = functionPointerThunk;
        _extraFunctionPointerOrData = functionPointer;
    }

    /// <summary>The object that the method is called on; of several, the last one's.</summary>
    public object? Target
    {
        get
        {
            if (_helperObject is Wrapper[] list)
                return list[(int)_extraFunctionPointerOrData - 1].Value.Target;
            if (!ReferenceEquals(_firstParameter, this))
                return _firstParameter;
            return _functionPointer == GetThunk(OpenStaticThunk) ? null : _helperObject;
        }
    }

    /// <summary>Whether this calls no more than one method.</summary>
    public bool HasSingleTarget => _helperObject is not Wrapper[];

    /// <summary>The delegates that are called, in order.</summary>
    public virtual Delegate[] GetInvocationList()
    {
        int count = InvocationCount;
        Delegate[] list = new Delegate[count];
        for (int i = 0; i < count; i++)
            list[i] = Invocation(i);
        return list;
    }

    private protected int InvocationCount => _helperObject is Wrapper[] ? (int)_extraFunctionPointerOrData : 1;

    private protected Delegate Invocation(int index) => _helperObject is Wrapper[] list ? list[index].Value : this;

    /// <summary>A delegate that calls both, one after the other.</summary>
    [return: NotNullIfNotNull(nameof(a)), NotNullIfNotNull(nameof(b))]
    public static Delegate? Combine(Delegate? a, Delegate? b)
    {
        if (a is null)
            return b;
        if (b is null)
            return a;
        RequireSameType(a, b);
        int count = a.InvocationCount, more = b.InvocationCount;
        Wrapper[] list = new Wrapper[count + more];
        for (int i = 0; i < count; i++)
            list[i] = new Wrapper(a.Invocation(i));
        for (int i = 0; i < more; i++)
            list[count + i] = new Wrapper(b.Invocation(i));
        return a.NewMulticast(list, count + more);
    }

    /// <summary>A delegate that calls all, one after the other.</summary>
    public static Delegate? Combine(params Delegate?[]? delegates)
    {
        Delegate? result = null;
        if (delegates is not null)
        {
            foreach (Delegate? d in delegates)
                result = Combine(result, d);
        }
        return result;
    }

    /// <summary>What <paramref name="source"/> calls, without the last run that <paramref name="value"/> calls.</summary>
    public static Delegate? Remove(Delegate? source, Delegate? value)
    {
        if (source is null || value is null)
            return source;
        RequireSameType(source, value);
        int count = source.InvocationCount, length = value.InvocationCount;
        for (int start = count - length; start >= 0; start--)
        {
            int same = 0;
            while (same < length && source.Invocation(start + same).Equals(value.Invocation(same)))
                same++;
            if (same < length)
                continue;
            int left = count - length;
            if (left == 0)
                return null;
            if (left == 1)
                return source.Invocation(start == 0 ? count - 1 : 0);
            Wrapper[] list = new Wrapper[left];
            for (int i = 0; i < left; i++)
                list[i] = new Wrapper(source.Invocation(i < start ? i : i + length));
            return source.NewMulticast(list, left);
        }
        return source;
    }

    /// <summary>What <paramref name="source"/> calls, without any run that <paramref name="value"/> calls.</summary>
    public static Delegate? RemoveAll(Delegate? source, Delegate? value)
    {
        Delegate? before;
        do
        {
            before = source;
            source = Remove(source, value);
        }
        while (!ReferenceEquals(before, source));
        return source;
    }

    private Delegate NewMulticast(Wrapper[] list, int count)
    {
        Delegate result = Unsafe.As<Delegate>(MemberwiseClone());
        result._functionPointer = GetThunk(MulticastThunk);
        result._firstParameter = result;
        result._helperObject = list;
        result._extraFunctionPointerOrData = count;
        return result;
    }

    private static unsafe void RequireSameType(Delegate a, Delegate b)
    {
        if (a.m_pEEType != b.m_pEEType)
            ThrowHelper.ThrowArgument("Delegates must be of the same type.");
    }

    /// <summary>Whether both call the same methods on the same objects.</summary>
    public override unsafe bool Equals([NotNullWhen(true)] object? obj)
    {
        if (ReferenceEquals(this, obj))
            return true;
        if (obj is not Delegate other || m_pEEType != other.m_pEEType || InvocationCount != other.InvocationCount)
            return false;
        if (_helperObject is Wrapper[] list)
        {
            if (other._helperObject is not Wrapper[] others)
                return false;
            for (int i = 0; i < InvocationCount; i++)
            {
                if (!list[i].Value.Equals(others[i].Value))
                    return false;
            }
            return true;
        }
        if (_functionPointer != other._functionPointer || _extraFunctionPointerOrData != other._extraFunctionPointerOrData)
            return false;
        return ReferenceEquals(_firstParameter, this)
            ? ReferenceEquals(other._firstParameter, other) && ReferenceEquals(_helperObject, other._helperObject)
            : ReferenceEquals(_firstParameter, other._firstParameter);
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_helperObject is Wrapper[] list)
        {
            int hash = 0;
            for (int i = 0; i < InvocationCount; i++)
                hash = hash * 33 + list[i].Value.GetHashCode();
            return hash;
        }
        return ((int)_functionPointer * 31 + (int)_extraFunctionPointerOrData) * 31 + RuntimeHelpers.GetHashCode(Target);
    }

    /// <summary>Whether both call the same methods on the same objects.</summary>
    public static bool operator ==(Delegate? d1, Delegate? d2) =>
        ReferenceEquals(d1, d2) || (d1 is not null && d2 is not null && d1.Equals(d2));

    /// <summary>Whether they do not call the same methods on the same objects.</summary>
    public static bool operator !=(Delegate? d1, Delegate? d2) => !(d1 == d2);
}

/// <summary>The root of all delegates.</summary>
public abstract class MulticastDelegate : Delegate
{
    /// <summary>Whether both call the same methods on the same objects.</summary>
    public static bool operator ==(MulticastDelegate? d1, MulticastDelegate? d2) => (Delegate?)d1 == d2;

    /// <summary>Whether they do not call the same methods on the same objects.</summary>
    public static bool operator !=(MulticastDelegate? d1, MulticastDelegate? d2) => !((Delegate?)d1 == d2);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => base.Equals(obj);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();
}
