/** Auto scaling of provisioned capacity by target tracking. */
package io.nephele.services.dynamodb.scaling;
