/** Functions, their versions and aliases, and their settings. */
package io.nephele.services.lambda.functions;
