/** Layers: archives that functions share. */
package io.nephele.services.lambda.layers;
