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

resource "aws_sqs_queue" "ordered" {
  name                        = "terraform.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
}
