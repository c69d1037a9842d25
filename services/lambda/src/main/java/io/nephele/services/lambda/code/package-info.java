/** Archives of functions and layers: how they come in, are handed out, and are unpacked. */
package io.nephele.services.lambda.code;
