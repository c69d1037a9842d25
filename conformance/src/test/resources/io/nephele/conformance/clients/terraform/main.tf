terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "visibility_timeout" {
  type = number
}

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_sqs_queue" "queue" {
  name                       = "terraform"
  visibility_timeout_seconds = var.visibility_timeout
  receive_wait_time_seconds  = 5
  redrive_policy = jsonencode({
    deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:terraform-dead-letters"
    maxReceiveCount     = 4
  })
  tags = {
    made-by = "terraform"
  }
}

data "aws_iam_policy_document" "senders" {
  statement {
    sid       = "Accounts"
    actions   = var.visibility_timeout == 30 ? ["sqs:SendMessage"] : ["sqs:SendMessage", "sqs:GetQueueUrl"]
    resources = ["arn:aws:sqs:us-east-1:000000000000:terraform.fifo"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333", "arn:aws:iam::444455556666:root"]
    }
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:000000000000:terraform.fifo"]
    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:aws:sns:us-east-1:000000000000:orders.fifo"]
    }
  }
}

resource "aws_sqs_queue" "ordered" {
  name                        = "terraform.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  policy                      = data.aws_iam_policy_document.senders.json
}
