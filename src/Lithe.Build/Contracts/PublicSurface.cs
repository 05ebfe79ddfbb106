using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Lithe.Build.Metadata;

namespace Lithe.Build.Contracts;

/// <summary>A public type or member.</summary>
/// <param name="Declaration">How it is declared, with full names: what must be the same.</param>
/// <param name="Display">The same as a person would write it.</param>
/// <param name="IsInit">It is a start-up method, or a type that holds nothing else: called by the composition root, no part of a contract.</param>
internal sealed record SurfaceMember(string Declaration, string Display, bool IsInit);

/// <summary>What an assembly shows to others: its public and protected types and members, by a key that overloads do not share.</summary>
internal sealed class PublicSurface
{
    private static readonly TypeNames Full = new(full: true);
    private static readonly TypeNames Short = new(full: false);

    private readonly MetadataReader _metadata;
    private readonly SortedDictionary<string, SurfaceMember> _members = new(StringComparer.Ordinal);

    private PublicSurface(MetadataReader metadata) => _metadata = metadata;

    public static IReadOnlyDictionary<string, SurfaceMember> Read(string path)
    {
        using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
        var surface = new PublicSurface(file.GetMetadataReader());
        foreach (TypeDefinitionHandle handle in surface._metadata.TypeDefinitions)
        {
            if (surface.IsVisible(handle))
                surface.AddType(handle);
        }
        return surface._members;
    }

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }

    private void AddType(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        var context = new GenericNames(Names(type.GetGenericParameters()), []);
        string name = Full.GetTypeFromDefinition(_metadata, handle, 0);
        string shortName = Short.GetTypeFromDefinition(_metadata, handle, 0);
        int before = _members.Count;
        bool onlyInit = AddMembers(handle, type, context, name, shortName);
        _members.Add(
            $"{name}`{context.Type.Length}",
            new SurfaceMember(
                DeclareType(type, context, name + Arguments(context.Type), Full),
                DeclareType(type, context, shortName + Arguments(context.Type), Short),
                onlyInit && _members.Count > before));
    }

    /// <summary>Adds a type's members; true when every one of them is a start-up method.</summary>
    private bool AddMembers(TypeDefinitionHandle handle, TypeDefinition type, GenericNames context, string name, string shortName)
    {
        bool onlyInit = true;
        string key = $"{name}`{context.Type.Length}";
        var accessors = new HashSet<MethodDefinitionHandle>();
        foreach (PropertyDefinitionHandle property in type.GetProperties())
            onlyInit &= !AddProperty(_metadata.GetPropertyDefinition(property), context, key, name, shortName, accessors);
        foreach (EventDefinitionHandle eventHandle in type.GetEvents())
        {
            EventDefinition definition = _metadata.GetEventDefinition(eventHandle);
            EventAccessors pair = definition.GetAccessors();
            accessors.UnionWith([pair.Adder, pair.Remover]);
            if (!IsVisible(_metadata.GetMethodDefinition(pair.Adder).Attributes))
                continue;
            onlyInit = false;
            string eventName = _metadata.GetString(definition.Name);
            Add($"{key}.{eventName}", names => $"event {TypeName(definition.Type, context, names)} {Pick(names, name, shortName)}.{eventName}", false);
        }
        foreach (FieldDefinitionHandle fieldHandle in type.GetFields())
        {
            FieldDefinition field = _metadata.GetFieldDefinition(fieldHandle);
            if (!IsVisible(field.Attributes) || field.Attributes.HasFlag(FieldAttributes.SpecialName))
                continue;
            onlyInit = false;
            Add($"{key}.{_metadata.GetString(field.Name)}", names => DeclareField(field, context, Pick(names, name, shortName), names), false);
        }
        foreach (MethodDefinitionHandle methodHandle in type.GetMethods())
        {
            MethodDefinition method = _metadata.GetMethodDefinition(methodHandle);
            if (accessors.Contains(methodHandle) || !IsVisible(method.Attributes))
                continue;
            bool init = method.GetCustomAttributes().Any(attribute => MetadataNames.AttributeName(_metadata, _metadata.GetCustomAttribute(attribute)) == "InitAttribute");
            onlyInit &= init;
            var scope = context with { Method = Names(method.GetGenericParameters()) };
            Add($"{key}.{KeyOf(method, scope)}", names => DeclareMethod(method, scope, handle, Pick(names, name, shortName), names), init);
        }
        return onlyInit;
    }

    private bool AddProperty(PropertyDefinition property, GenericNames context, string key, string name, string shortName, HashSet<MethodDefinitionHandle> accessors)
    {
        PropertyAccessors pair = property.GetAccessors();
        accessors.UnionWith([pair.Getter, pair.Setter]);
        bool get = !pair.Getter.IsNil && IsVisible(_metadata.GetMethodDefinition(pair.Getter).Attributes);
        bool set = !pair.Setter.IsNil && IsVisible(_metadata.GetMethodDefinition(pair.Setter).Attributes);
        if (!get && !set)
            return false;
        MethodAttributes attributes = _metadata.GetMethodDefinition(get ? pair.Getter : pair.Setter).Attributes;
        string propertyName = _metadata.GetString(property.Name);
        MethodSignature<string> fullSignature = property.DecodeSignature(Full, context);
        bool init = set && _metadata.GetMethodDefinition(pair.Setter).DecodeSignature(Full, context).ReturnType.Contains("IsExternalInit", StringComparison.Ordinal);
        string body = $" {{ {(get ? "get; " : string.Empty)}{(init ? "init; " : set ? "set; " : string.Empty)}}}";
        Add(
            $"{key}.{propertyName}[{string.Join(',', fullSignature.ParameterTypes)}]",
            names =>
            {
                MethodSignature<string> signature = property.DecodeSignature(names, context);
                string indices = signature.ParameterTypes.Length > 0 ? $"[{string.Join(", ", signature.ParameterTypes)}]" : string.Empty;
                return $"{Modifiers(attributes)}{signature.ReturnType} {Pick(names, name, shortName)}.{propertyName}{indices}{body}";
            },
            false);
        return true;
    }

    private void Add(string key, Func<TypeNames, string> declare, bool isInit) =>
        _members[key] = new SurfaceMember(declare(Full), declare(Short), isInit);

    private string DeclareType(TypeDefinition type, GenericNames context, string name, TypeNames names)
    {
        string baseType = type.BaseType.IsNil ? string.Empty : TypeName(type.BaseType, context, Full);
        bool isStruct = baseType == "System.ValueType", isEnum = baseType == "System.Enum";
        bool isStatic = type.Attributes.HasFlag(TypeAttributes.Abstract) && type.Attributes.HasFlag(TypeAttributes.Sealed);
        var text = new List<string>();
        if (isStruct)
        {
            if (Has(type.GetCustomAttributes(), "IsReadOnlyAttribute"))
                text.Add("readonly");
            if (Has(type.GetCustomAttributes(), "IsByRefLikeAttribute"))
                text.Add("ref");
        }
        else if (isStatic)
            text.Add("static");
        else if (!isEnum && type.Attributes.HasFlag(TypeAttributes.Sealed))
            text.Add("sealed");
        else if (type.Attributes.HasFlag(TypeAttributes.Abstract) && !type.Attributes.HasFlag(TypeAttributes.Interface))
            text.Add("abstract");
        text.Add(isEnum ? "enum" : isStruct ? "struct" : type.Attributes.HasFlag(TypeAttributes.Interface) ? "interface" : "class");
        text.Add(name);

        var bases = new List<string>();
        if (isEnum)
            bases.Add(EnumType(type));
        else if (baseType.Length > 0 && !isStruct && baseType is not "object" and not "System.Object")
            bases.Add(TypeName(type.BaseType, context, names));
        bases.AddRange(type.GetInterfaceImplementations()
            .Select(handle => TypeName(_metadata.GetInterfaceImplementation(handle).Interface, context, names))
            .Order(StringComparer.Ordinal));
        if (bases.Count > 0)
            text.Add(": " + string.Join(", ", bases));
        return string.Join(' ', text) + Constraints(type.GetGenericParameters(), context, names);
    }

    private string DeclareField(FieldDefinition field, GenericNames context, string type, TypeNames names)
    {
        string fieldType = field.DecodeSignature(names, context);
        string fieldName = type + "." + _metadata.GetString(field.Name);
        if (field.Attributes.HasFlag(FieldAttributes.Literal) && !field.GetDefaultValue().IsNil)
        {
            Constant constant = _metadata.GetConstant(field.GetDefaultValue());
            object? value = _metadata.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
            return $"const {fieldType} {fieldName} = {(value is string text ? $"\"{text}\"" : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "null")}";
        }
        string modifiers = (field.Attributes.HasFlag(FieldAttributes.Static) ? "static " : string.Empty) + (field.Attributes.HasFlag(FieldAttributes.InitOnly) ? "readonly " : string.Empty);
        return $"{modifiers}{fieldType} {fieldName}";
    }

    private string KeyOf(MethodDefinition method, GenericNames context) =>
        $"{_metadata.GetString(method.Name)}`{context.Method.Length}({string.Join(',', method.DecodeSignature(Full, context).ParameterTypes.Select(type => type.Replace("ref readonly ", "ref ").Split(" modreq(")[0]))})"
        + (_metadata.GetString(method.Name) is "op_Implicit" or "op_Explicit" ? method.DecodeSignature(Full, context).ReturnType : string.Empty);

    private string DeclareMethod(MethodDefinition method, GenericNames context, TypeDefinitionHandle owner, string type, TypeNames names)
    {
        MethodSignature<string> signature = method.DecodeSignature(names, context);
        string name = _metadata.GetString(method.Name);
        string parameters = string.Join(", ", signature.ParameterTypes.Select((text, index) => Direction(method, index + 1, text)));
        if (name == ".ctor")
            return $"{type}({parameters})";
        return $"{Modifiers(method.Attributes)}{signature.ReturnType} {type}.{name}{Arguments(context.Method)}({parameters})" + Constraints(method.GetGenericParameters(), context, names);
    }

    private string Direction(MethodDefinition method, int number, string text)
    {
        if (!text.StartsWith("ref ", StringComparison.Ordinal))
            return text;
        foreach (ParameterHandle handle in method.GetParameters())
        {
            Parameter parameter = _metadata.GetParameter(handle);
            if (parameter.SequenceNumber != number)
                continue;
            string element = text.StartsWith("ref readonly ", StringComparison.Ordinal) ? text["ref readonly ".Length..] : text["ref ".Length..];
            if (parameter.Attributes.HasFlag(ParameterAttributes.Out))
                return "out " + element;
            if (parameter.Attributes.HasFlag(ParameterAttributes.In))
                return "in " + element;
        }
        return text;
    }

    private static string Modifiers(MethodAttributes attributes)
    {
        if (attributes.HasFlag(MethodAttributes.Static))
            return attributes.HasFlag(MethodAttributes.Abstract) ? "static abstract " : attributes.HasFlag(MethodAttributes.Virtual) ? "static virtual " : "static ";
        // A struct's method that implements an interface is virtual and final in IL; in C# it is neither.
        if (!attributes.HasFlag(MethodAttributes.Virtual) || (attributes.HasFlag(MethodAttributes.Final) && attributes.HasFlag(MethodAttributes.NewSlot)))
            return string.Empty;
        string text = attributes.HasFlag(MethodAttributes.Abstract) ? "abstract " : attributes.HasFlag(MethodAttributes.NewSlot) ? "virtual " : "override ";
        return attributes.HasFlag(MethodAttributes.Final) ? "sealed " + text : text;
    }

    private string Constraints(GenericParameterHandleCollection parameters, GenericNames context, TypeNames names)
    {
        var text = new List<string>();
        foreach (GenericParameterHandle handle in parameters)
        {
            GenericParameter parameter = _metadata.GetGenericParameter(handle);
            var constraints = new List<string>();
            if (parameter.Attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
                constraints.Add("class");
            if (parameter.Attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
                constraints.Add("struct");
            else if (parameter.Attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
                constraints.Add("new()");
            constraints.AddRange(parameter.GetConstraints()
                .Select(constraint => TypeName(_metadata.GetGenericParameterConstraint(constraint).Type, context, names))
                .Where(type => type is not ("System.ValueType" or "ValueType")).Order(StringComparer.Ordinal));
            if (constraints.Count > 0)
                text.Add($" where {_metadata.GetString(parameter.Name)} : {string.Join(", ", constraints)}");
        }
        return string.Concat(text);
    }

    private string EnumType(TypeDefinition type) => type.GetFields()
        .Select(_metadata.GetFieldDefinition)
        .First(field => field.Attributes.HasFlag(FieldAttributes.SpecialName))
        .DecodeSignature(Short, new GenericNames([], []));

    private string TypeName(EntityHandle handle, GenericNames context, TypeNames names) => handle.Kind switch
    {
        HandleKind.TypeDefinition => names.GetTypeFromDefinition(_metadata, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => names.GetTypeFromReference(_metadata, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => names.GetTypeFromSpecification(_metadata, context, (TypeSpecificationHandle)handle, 0),
        _ => string.Empty,
    };

    private bool Has(CustomAttributeHandleCollection attributes, string name) =>
        attributes.Any(handle => MetadataNames.AttributeName(_metadata, _metadata.GetCustomAttribute(handle)) == name);

    private ImmutableArray<string> Names(GenericParameterHandleCollection parameters) =>
        [.. parameters.Select(handle => _metadata.GetString(_metadata.GetGenericParameter(handle).Name))];

    private static string Arguments(ImmutableArray<string> names) => names.IsEmpty ? string.Empty : $"<{string.Join(", ", names)}>";

    private static string Pick(TypeNames names, string full, string brief) => ReferenceEquals(names, Full) ? full : brief;

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;
}
