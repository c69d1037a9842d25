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
}

provider "aws" {
  alias                       = "europe"
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Administration"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
  dynamic "statement" {
    for_each = var.stage == 1 ? [] : [1]
    content {
      sid       = "Partner"
      actions   = ["kms:Decrypt", "kms:DescribeKey"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::111122223333:root"]
      }
    }
  }
}

resource "aws_kms_key" "data" {
  description             = "data of stage ${var.stage}"
  policy                  = data.aws_iam_policy_document.key.json
  enable_key_rotation     = true
  rotation_period_in_days = var.stage == 1 ? 90 : 180
  multi_region            = true
  deletion_window_in_days = 7
  tags = {
    stage = var.stage
  }
}

resource "aws_kms_replica_key" "data" {
  provider                = aws.europe
  description             = "data, in Europe"
  primary_key_arn         = aws_kms_key.data.arn
  deletion_window_in_days = 7
}

resource "aws_kms_alias" "data" {
  name          = "alias/terraform/data"
  target_key_id = aws_kms_key.data.key_id
}

resource "aws_kms_key" "signing" {
  description              = "signing"
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
  is_enabled               = var.stage == 1
  deletion_window_in_days  = 7
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_kms_grant" "reader" {
  name              = "reader"
  key_id            = aws_kms_key.data.key_id
  grantee_principal = aws_iam_role.reader.arn
  operations        = ["Decrypt", "DescribeKey"]
  constraints {
    encryption_context_equals = {
      department = "finance"
    }
  }
}

resource "aws_kms_ciphertext" "password" {
  key_id    = aws_kms_key.data.key_id
  plaintext = "a password"
  context = {
    purpose = "tests"
  }
}

data "aws_kms_alias" "s3" {
  name = "alias/aws/s3"
}

data "aws_kms_public_key" "signing" {
  key_id = aws_kms_key.signing.arn
}

output "ciphertext" {
  value = aws_kms_ciphertext.password.ciphertext_blob
}
