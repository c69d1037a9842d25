/**
 * AWS Key Management Service with real cryptography. {@link io.nephele.services.kms.KmsService}
 * binds the operations; keys are {@link io.nephele.services.kms.KmsKey}, what they encrypt and sign
 * with is {@link io.nephele.services.kms.Material}.
 */
package io.nephele.services.kms;
