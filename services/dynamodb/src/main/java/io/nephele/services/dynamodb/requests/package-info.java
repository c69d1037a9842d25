/** Requests before an operation looks at them: the bounds of the model. */
package io.nephele.services.dynamodb.requests;
