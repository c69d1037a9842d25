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

resource "aws_sqs_queue" "dead_letters" {
  name = "terraform-dead-letters"
}

resource "aws_sqs_queue" "queue" {
  name                       = "terraform"
  visibility_timeout_seconds = var.visibility_timeout
  receive_wait_time_seconds  = 5
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = 4
  })
  tags = {
    made-by = "terraform"
  }
}

resource "aws_sqs_queue_redrive_allow_policy" "allow" {
  queue_url = aws_sqs_queue.dead_letters.id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.queue.arn]
  })
}

resource "aws_sqs_queue" "ordered" {
  name                        = "terraform.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
}
