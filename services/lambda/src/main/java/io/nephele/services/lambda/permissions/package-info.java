/** Resource policies of functions and layers, and what authorisation asks of them. */
package io.nephele.services.lambda.permissions;
