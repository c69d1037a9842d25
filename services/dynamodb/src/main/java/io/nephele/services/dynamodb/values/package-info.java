/**
 * DynamoDB's data types: values of attributes, how they come from and go to the API, their sizes by
 * AWS's rules, and their stored forms.
 */
package io.nephele.services.dynamodb.values;
