package io.nephele.services.lambda.environments;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassSignature;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * A handler in Java that returns its event, and ends its program when that is empty. Its class is
 * made here, since older Java than Nephele's own has to load it.
 */
final class TrainingFunction {
  private static final String HANDLER_SIGNATURE =
      "Ljava/lang/Object;Lcom/amazonaws/services/lambda/runtime/RequestHandler<"
          + "Ljava/util/Map<Ljava/lang/String;Ljava/lang/Object;>;Ljava/lang/Object;>;";

  private static final ClassDesc INTERFACE =
      ClassDesc.of("com.amazonaws.services.lambda.runtime.RequestHandler");

  private static final MethodTypeDesc HANDLE =
      MethodTypeDesc.of(
          ConstantDescs.CD_Object,
          ConstantDescs.CD_Object,
          ClassDesc.of("com.amazonaws.services.lambda.runtime.Context"));

  private static final MethodTypeDesc IS_EMPTY = MethodTypeDesc.of(ConstantDescs.CD_boolean);
  private static final MethodTypeDesc EXIT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  private TrainingFunction() {}

  /** The class file of a class with that name. */
  static byte[] classFile(String name) {
    return ClassFile.of()
        .build(
            ClassDesc.of(name),
            made ->
                made.withVersion(ClassFile.JAVA_8_VERSION, 0)
                    .withFlags(ClassFile.ACC_PUBLIC)
                    .withInterfaceSymbols(INTERFACE)
                    .with(SignatureAttribute.of(ClassSignature.parseFrom(HANDLER_SIGNATURE)))
                    .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        ClassFile.ACC_PUBLIC,
                        code ->
                            code.aload(0)
                                .invokespecial(
                                    ConstantDescs.CD_Object,
                                    ConstantDescs.INIT_NAME,
                                    ConstantDescs.MTD_void)
                                .return_())
                    .withMethodBody(
                        "handleRequest",
                        HANDLE,
                        ClassFile.ACC_PUBLIC,
                        code ->
                            code.aload(1)
                                .checkcast(ConstantDescs.CD_Map)
                                .invokeinterface(ConstantDescs.CD_Map, "isEmpty", IS_EMPTY)
                                .ifThen(
                                    then ->
                                        then.iconst_0()
                                            .invokestatic(
                                                ClassDesc.of("java.lang.System"), "exit", EXIT))
                                .aload(1)
                                .areturn()));
  }
}
