terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "stage" {
  type = number
}

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
}

# No queues and no data streams: the provider waits for twenty seconds and more for each.

resource "aws_sns_topic" "orders" {
  name         = "orders"
  display_name = "Orders of stage ${var.stage}"
  tags = {
    stage = var.stage
  }
}

resource "aws_sns_topic_subscription" "orders" {
  topic_arn     = aws_sns_topic.orders.arn
  protocol      = "lambda"
  endpoint      = aws_lambda_function.worker.arn
  filter_policy = jsonencode({ kind = ["stage ${var.stage}"] })
}

resource "aws_sns_topic_policy" "orders" {
  arn = aws_sns_topic.orders.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sns:Publish", Resource = aws_sns_topic.orders.arn }]
  })
}

resource "aws_iam_role" "services" {
  name = "services"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com", "firehose.amazonaws.com"] }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "services" {
  role = aws_iam_role.services.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:*", "logs:*"], Resource = "*" }]
  })
}

resource "aws_s3_bucket" "delivered" {
  bucket        = "delivered"
  force_destroy = true
}

resource "aws_kinesis_firehose_delivery_stream" "clicks" {
  name        = "clicks"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn           = aws_iam_role.services.arn
    bucket_arn         = aws_s3_bucket.delivered.arn
    prefix             = "clicks/"
    buffering_size     = 1
    buffering_interval = var.stage == 1 ? 60 : 120
    compression_format = "GZIP"
  }
  tags = {
    stage = var.stage
  }
}

resource "aws_lambda_function" "worker" {
  function_name    = "worker"
  role             = aws_iam_role.services.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = "code.zip"
  source_code_hash = filebase64sha256("code.zip")
  timeout          = var.stage == 1 ? 3 : 5
  publish          = true
  environment {
    variables = {
      STAGE = var.stage
    }
  }
  tags = {
    stage = var.stage
  }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.worker.function_name
  function_version = aws_lambda_function.worker.version
}

resource "aws_lambda_permission" "events" {
  statement_id  = "events"
  function_name = aws_lambda_function.worker.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.orders.arn
}

resource "aws_cloudwatch_event_bus" "shop" {
  name = "shop"
}

resource "aws_cloudwatch_event_rule" "orders" {
  name           = "orders"
  event_bus_name = aws_cloudwatch_event_bus.shop.name
  description    = "stage ${var.stage}"
  event_pattern  = jsonencode({ source = ["shop.orders"] })
  tags = {
    stage = var.stage
  }
}

resource "aws_cloudwatch_event_target" "function" {
  rule           = aws_cloudwatch_event_rule.orders.name
  event_bus_name = aws_cloudwatch_event_bus.shop.name
  target_id      = "function"
  arn            = aws_lambda_function.worker.arn
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = var.stage
  }
  input_transformer {
    input_paths    = { who = "$.detail.who" }
    input_template = "{\"who\": <who>}"
  }
}

resource "aws_cloudwatch_log_group" "worker" {
  name              = "/aws/lambda/worker"
  retention_in_days = var.stage == 1 ? 7 : 14
}
