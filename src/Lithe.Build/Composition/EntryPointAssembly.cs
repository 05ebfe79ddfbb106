using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Lithe.Build.Metadata;

namespace Lithe.Build.Composition;

/// <summary>
/// Writes <c>Lithe.EntryPoint</c>: <c>public static int EntryPoint.Main([string[]])</c>, which calls the application's own entry point.
/// C# cannot name that one: it is private as a rule, and called <c>&lt;Main&gt;$</c> for top-level statements. In IL it is
/// an ordinary call, which the ahead-of-time compiler inlines.
/// </summary>
internal static class EntryPointAssembly
{
    public const string AssemblyName = "Lithe.EntryPoint";

    public static byte[] Write(string coreName, string appName, EntryPointMethod entry)
    {
        var metadata = new MetadataBuilder();
        ReservedBlob<GuidHandle> moduleId = metadata.ReserveGuid();
        metadata.AddModule(0, metadata.GetOrAddString(AssemblyName + ".dll"), moduleId.Handle, default, default);
        metadata.AddAssembly(metadata.GetOrAddString(AssemblyName), new Version(0, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        AssemblyReferenceHandle core = Reference(metadata, coreName);
        AssemblyReferenceHandle app = Reference(metadata, appName);

        TypeReferenceHandle objectType = metadata.AddTypeReference(core, metadata.GetOrAddString("System"), metadata.GetOrAddString("Object"));
        MemberReferenceHandle target = metadata.AddMemberReference(
            TypeReference(metadata, app, entry),
            metadata.GetOrAddString(entry.Method),
            Signature(metadata, entry.ReturnsStatus, entry.TakesArguments));

        var code = new BlobBuilder();
        var instructions = new InstructionEncoder(code);
        if (entry.UsesArguments)
            instructions.LoadArgument(0);
        else if (entry.TakesArguments)
            instructions.OpCode(ILOpCode.Ldnull);
        instructions.Call(target);
        if (!entry.ReturnsStatus)
            instructions.LoadConstantI4(0);
        instructions.OpCode(ILOpCode.Ret);
        var bodies = new BlobBuilder();
        int body = new MethodBodyStreamEncoder(bodies).AddMethodBody(instructions);

        MethodDefinitionHandle main = metadata.AddMethodDefinition(
            MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig,
            MethodImplAttributes.IL,
            metadata.GetOrAddString("Main"),
            Signature(metadata, returnsStatus: true, entry.UsesArguments),
            body,
            MetadataTokens.ParameterHandle(1));
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), main);
        metadata.AddTypeDefinition(
            TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit,
            metadata.GetOrAddString("Lithe"),
            metadata.GetOrAddString("EntryPoint"),
            objectType,
            MetadataTokens.FieldDefinitionHandle(1),
            main);

        // The identity follows from the contents: the same program gives the same bytes.
        var builder = new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.ExecutableImage | Characteristics.Dll),
            new MetadataRootBuilder(metadata),
            bodies,
            deterministicIdProvider: content => BlobContentId.FromHash(SHA256.HashData(content.SelectMany(blob => blob.GetBytes()).ToArray())));
        var image = new BlobBuilder();
        BlobContentId id = builder.Serialize(image);
        new BlobWriter(moduleId.Content).WriteGuid(id.Guid);
        return image.ToArray();
    }

    private static AssemblyReferenceHandle Reference(MetadataBuilder metadata, string name) =>
        metadata.AddAssemblyReference(metadata.GetOrAddString(name), new Version(0, 0, 0, 0), default, default, default, default);

    private static EntityHandle TypeReference(MetadataBuilder metadata, AssemblyReferenceHandle app, EntryPointMethod entry)
    {
        string[] names = entry.Type.Split('+');
        string ns = entry.Namespace;
        EntityHandle scope = app;
        for (int i = 0; i < names.Length; i++)
        {
            string name = i == 0 && ns.Length > 0 ? names[0][(ns.Length + 1)..] : names[i];
            scope = metadata.AddTypeReference(scope, i == 0 && ns.Length > 0 ? metadata.GetOrAddString(ns) : default, metadata.GetOrAddString(name));
        }
        return scope;
    }

    private static BlobHandle Signature(MetadataBuilder metadata, bool returnsStatus, bool takesArguments)
    {
        var blob = new BlobBuilder();
        new BlobEncoder(blob).MethodSignature().Parameters(
            takesArguments ? 1 : 0,
            type =>
            {
                if (returnsStatus)
                    type.Type().Int32();
                else
                    type.Void();
            },
            parameters =>
            {
                if (takesArguments)
                    parameters.AddParameter().Type().SZArray().String();
            });
        return metadata.GetOrAddBlob(blob);
    }
}
