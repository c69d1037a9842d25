# Everything of IAM that teams write in Terraform. `stage` 2 changes in place whatever can be.
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

locals {
  second = var.stage == 2
}

variable "access_key" {
  type = string
}

variable "secret_key" {
  type      = string
  sensitive = true
}

# No skip_ option is set: the provider asks STS who it is, as with the real AWS. All is done as a role that may do IAM.
provider "aws" {
  region     = "us-east-1"
  access_key = var.access_key
  secret_key = var.secret_key
  assume_role {
    role_arn     = "arn:aws:iam::000000000000:role/deployer"
    session_name = "terraform"
    external_id  = "shop-42"
  }
  default_tags {
    tags = { made-by = "terraform" }
  }
}

data "aws_caller_identity" "me" {}

data "aws_partition" "here" {}

data "aws_iam_policy" "read_only" {
  name = "ReadOnlyAccess"
}

data "aws_iam_session_context" "me" {
  arn = data.aws_caller_identity.me.arn
}

# Users and groups

resource "aws_iam_user" "ada" {
  name          = "ada"
  force_destroy = true
  tags          = local.second ? { team = "red" } : { team = "blue", temporary = "yes" }
}

resource "aws_iam_user" "bob" {
  name                 = "bob"
  permissions_boundary = local.second ? null : aws_iam_policy.boundary.arn
}

resource "aws_iam_user" "renamed" {
  name = local.second ? "grace-hopper" : "grace"
  path = local.second ? "/people/" : "/"
}

resource "aws_iam_access_key" "ada" {
  user   = aws_iam_user.ada.name
  status = local.second ? "Inactive" : "Active"
}

resource "aws_iam_user_login_profile" "ada" {
  user                    = aws_iam_user.ada.name
  password_length         = 24
  password_reset_required = false
}

resource "aws_iam_user_ssh_key" "ada" {
  username   = aws_iam_user.ada.name
  encoding   = "SSH"
  public_key = trimspace(file("ssh.pub"))
  status     = local.second ? "Inactive" : "Active"
}

resource "aws_iam_service_specific_credential" "bob" {
  service_name = "codecommit.amazonaws.com"
  user_name    = aws_iam_user.bob.name
}

resource "aws_iam_signing_certificate" "bob" {
  certificate_body = file("server.pem")
  user_name        = aws_iam_user.bob.name
  status           = local.second ? "Inactive" : "Active"
}

resource "aws_iam_virtual_mfa_device" "ada" {
  virtual_mfa_device_name = "ada"
}

resource "aws_iam_group" "developers" {
  name = "developers"
}

resource "aws_iam_group" "renamed" {
  name = local.second ? "engineers" : "makers"
  path = local.second ? "/teams/" : "/"
}

resource "aws_iam_group_membership" "developers" {
  name  = "developers"
  group = aws_iam_group.developers.name
  users = local.second ? [aws_iam_user.ada.name] : [aws_iam_user.ada.name, aws_iam_user.bob.name]
}

resource "aws_iam_group" "operators" {
  name = "operators"
}

resource "aws_iam_user_group_membership" "bob" {
  user   = aws_iam_user.bob.name
  groups = [aws_iam_group.operators.name]
}

# Policies

data "aws_iam_policy_document" "queues" {
  statement {
    sid       = "Send"
    actions   = local.second ? ["sqs:SendMessage", "sqs:ReceiveMessage"] : ["sqs:SendMessage"]
    resources = ["arn:${data.aws_partition.here.partition}:sqs:*:${data.aws_caller_identity.me.account_id}:orders-$${aws:username}"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
  statement {
    effect      = "Deny"
    not_actions = ["sqs:*"]
    resources   = ["*"]
  }
}

resource "aws_iam_policy" "queues" {
  name        = "queues"
  path        = "/app/"
  description = "May send orders"
  policy      = data.aws_iam_policy_document.queues.json
  tags        = local.second ? { version = "two" } : { version = "one" }
}

resource "aws_iam_policy" "boundary" {
  name_prefix = "boundary-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:*", "iam:Get*"], Resource = "*" }]
  })
}

resource "aws_iam_user_policy" "ada" {
  name   = "own"
  user   = aws_iam_user.ada.name
  policy = data.aws_iam_policy_document.queues.json
}

resource "aws_iam_group_policy" "developers" {
  name   = "group"
  group  = aws_iam_group.developers.name
  policy = data.aws_iam_policy_document.queues.json
}

resource "aws_iam_user_policy_attachment" "bob" {
  user       = aws_iam_user.bob.name
  policy_arn = aws_iam_policy.queues.arn
}

resource "aws_iam_group_policy_attachment" "developers" {
  group      = aws_iam_group.developers.name
  policy_arn = data.aws_iam_policy.read_only.arn
}

resource "aws_iam_group_policies_exclusive" "developers" {
  group_name   = aws_iam_group.developers.name
  policy_names = [aws_iam_group_policy.developers.name]
}

resource "aws_iam_policy_attachment" "boundary" {
  name       = "everywhere"
  policy_arn = aws_iam_policy.boundary.arn
  users      = [aws_iam_user.bob.name]
  groups     = [aws_iam_group.operators.name]
  roles      = local.second ? [aws_iam_role.worker.name] : []
}

# Roles

data "aws_iam_policy_document" "trust" {
  statement {
    actions = local.second ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com", "lambda.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = [aws_iam_user.bob.arn, data.aws_caller_identity.me.account_id]
    }
  }
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.ci.arn]
    }
    condition {
      test     = "StringLike"
      variable = "${replace(aws_iam_openid_connect_provider.ci.url, "https://", "")}:sub"
      values   = ["repo:shop/*"]
    }
  }
  statement {
    actions = ["sts:AssumeRoleWithSAML"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_saml_provider.staff.arn]
    }
  }
}

resource "aws_iam_role" "worker" {
  name                  = "worker"
  path                  = "/app/"
  description           = local.second ? "Works more" : "Works"
  assume_role_policy    = data.aws_iam_policy_document.trust.json
  max_session_duration  = local.second ? 7200 : 3600
  permissions_boundary  = local.second ? aws_iam_policy.boundary.arn : null
  force_detach_policies = true
  tags                  = local.second ? { stage = "2" } : { stage = "1" }
}

resource "aws_iam_role_policy" "worker" {
  name   = "inline"
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.queues.json
}

resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.queues.arn
}

resource "aws_iam_role_policies_exclusive" "worker" {
  role_name    = aws_iam_role.worker.name
  policy_names = [aws_iam_role_policy.worker.name]
}

resource "aws_iam_instance_profile" "worker" {
  name = "worker"
  path = "/app/"
  role = aws_iam_role.worker.name
  tags = local.second ? { stage = "2" } : { stage = "1" }
}

resource "aws_iam_service_linked_role" "scaling" {
  aws_service_name = "autoscaling.amazonaws.com"
  custom_suffix    = "orders"
  description      = local.second ? "Scales more" : "Scales"
}

# Providers and certificates

resource "aws_iam_openid_connect_provider" "ci" {
  url             = "https://ci.nephele.test/issuer"
  client_id_list  = local.second ? ["sts.amazonaws.com", "other"] : ["sts.amazonaws.com"]
  thumbprint_list = [local.second ? "0123456789abcdef0123456789abcdef01234567" : "9876543210abcdef0123456789abcdef01234567"]
  tags            = local.second ? { stage = "2" } : { stage = "1" }
}

resource "aws_iam_saml_provider" "staff" {
  name                   = "staff"
  saml_metadata_document = local.second ? replace(file("saml.xml"), "idp.nephele.test/sso", "idp.nephele.test/sso2") : file("saml.xml")
}

resource "aws_iam_server_certificate" "site" {
  name             = "site"
  path             = "/web/"
  certificate_body = file("server.pem")
  private_key      = file("server.key")
  tags             = local.second ? { stage = "2" } : { stage = "1" }
}

# The account

resource "aws_iam_account_alias" "alias" {
  account_alias = "nephele-shop"
}

resource "aws_iam_account_password_policy" "strict" {
  minimum_password_length        = local.second ? 16 : 12
  require_lowercase_characters   = true
  require_numbers                = true
  require_uppercase_characters   = true
  require_symbols                = !local.second
  allow_users_to_change_password = true
  max_password_age               = local.second ? 90 : null
  password_reuse_prevention      = 5
}

resource "aws_iam_security_token_service_preferences" "tokens" {
  global_endpoint_token_version = local.second ? "v1Token" : "v2Token"
}

output "account_id" {
  value = data.aws_caller_identity.me.account_id
}

output "read_only" {
  value = data.aws_iam_policy.read_only.arn
}

output "session_issuer" {
  value = data.aws_iam_session_context.me.issuer_arn
}

output "key" {
  value = aws_iam_access_key.ada.id
}

output "secret" {
  value     = aws_iam_access_key.ada.secret
  sensitive = true
}
