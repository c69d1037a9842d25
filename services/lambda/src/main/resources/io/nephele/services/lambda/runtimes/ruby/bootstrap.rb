# Runs a Ruby handler: asks the Runtime API for invocations and answers them.
#
# Requires little: every library here is part of every cold start.

require 'json'
require 'socket'

module NepheleRuntime
  PREFIX = '/2018-06-01/runtime/'
  JSON_LOGS = ENV['AWS_LAMBDA_LOG_FORMAT'] == 'JSON'

  # One connection to the Runtime API that stays open.
  class Api
    def initialize(address)
      @address = address
      @socket = nil
    end

    def call(method, path, body = '', headers = {})
      request = +"#{method} #{PREFIX}#{path} HTTP/1.1\r\nHost: #{@address}\r\n"
      headers.each { |name, value| request << "#{name}: #{value}\r\n" }
      request << "Content-Length: #{body.bytesize}\r\n" if method == 'POST'
      socket.write(request.b << "\r\n" << body.b)
      answer
    end

    private

    def socket
      return @socket if @socket

      host, port = @address.split(':')
      @socket = TCPSocket.new(host, port.to_i)
      @socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
      @socket
    end

    def answer
      status = line.split(' ', 3)[1].to_i
      headers = {}
      until (text = line).empty?
        name, value = text.split(':', 2)
        headers[name.downcase] = value.strip
      end
      [status, headers, @socket.read(headers.fetch('content-length', '0').to_i)]
    end

    def line
      text = @socket.gets("\r\n")
      raise IOError, 'the Runtime API closed the connection' unless text

      text.chomp("\r\n")
    end
  end

  # Writes a log message that may have several lines.
  def self.emit(message)
    $stdout.flush
    data = message.encode('UTF-8', invalid: :replace, undef: :replace).b
    $stdout.write(format("\0F%08x", data.bytesize).b << data)
    $stdout.flush
  end

  # What a handler knows of its invocation.
  class LambdaContext
    attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name,
                :function_name, :memory_limit_in_mb, :function_version, :identity,
                :client_context, :deadline_ms, :clock_diff, :tenant_id

    def initialize(headers)
      @clock_diff = Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond) -
                    Process.clock_gettime(Process::CLOCK_MONOTONIC, :millisecond)
      @deadline_ms = headers['lambda-runtime-deadline-ms'].to_i
      @aws_request_id = headers['lambda-runtime-aws-request-id']
      @invoked_function_arn = headers['lambda-runtime-invoked-function-arn']
      @tenant_id = headers['lambda-runtime-aws-tenant-id']
      @log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
      @log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
      @function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
      @memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
      @function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
      @identity = parsed(headers['lambda-runtime-cognito-identity'])
      @client_context = parsed(headers['lambda-runtime-client-context'])
    end

    def get_remaining_time_in_millis
      now = Process.clock_gettime(Process::CLOCK_MONOTONIC, :millisecond) + @clock_diff
      remaining = @deadline_ms - now
      remaining.positive? ? remaining : 0
    end

    private

    def parsed(json)
      json && JSON.parse(json)
    end
  end

  # An error as AWS names it.
  class Fault < StandardError
    attr_reader :kind, :trace

    def initialize(kind, message, trace = [])
      super(message)
      @kind = kind
      @trace = trace
    end

    def self.of(group, error)
      return error if error.is_a?(Fault)

      own = File.expand_path(__FILE__)
      trace = (error.backtrace_locations || []).reject { |at| at.absolute_path == own }
      new("#{group}<#{error.class.name}>", error.message, trace.map(&:to_s))
    end

    def document
      JSON.generate(errorMessage: message, errorType: kind, stackTrace: trace)
    end
  end

  # Finds the method that a text like file.method or file.Module::Class.method names.
  class Handler
    def initialize(name)
      @file, @owner, @method = split(name)
      @receiver = nil
    end

    def load
      require @file
      @receiver = @owner ? Kernel.const_get(@owner) : TOPLEVEL_BINDING.receiver
      return if @receiver.respond_to?(@method, true)

      raise Fault.new('Init<NoMethodError>', "undefined method `#{@method}' for #{@owner || 'main:Object'}")
    end

    def call(event, context)
      @receiver.send(@method, event: event, context: context)
    end

    private

    def split(name)
      parts = name.split('.')
      case parts.size
      when 2 then [parts[0], nil, parts[1]]
      when 3 then parts
      else
        raise Fault.new(
          'Init<ArgumentError>',
          "Invalid handler #{name}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD " \
          'where FILENAME corresponds with an existing Ruby source file FILENAME.rb, ' \
          'CLASS is an optional module/class namespace and METHOD is a callable method. ' \
          'If using CLASS, METHOD must be a class-level method.'
        )
      end
    end
  end

  def self.log(what, fault)
    text =
      if JSON_LOGS
        JSON.generate(
          timestamp: Time.now.utc.strftime('%Y-%m-%dT%H:%M:%SZ'), level: 'ERROR',
          errorMessage: fault.message, errorType: fault.kind, stackTrace: fault.trace
        )
      else
        "#{what}\n#{fault.document}"
      end
    emit("#{text}\n")
  end

  def self.report(api, path, fault)
    api.call(
      'POST', path, fault.document,
      'Content-Type' => 'application/json', 'Lambda-Runtime-Function-Error-Type' => fault.kind
    )
  end

  def self.answer(result)
    return [result.read, 'application/unknown'] if result.respond_to?(:read)

    begin
      [JSON.generate(result), 'application/json']
    rescue JSON::GeneratorError, JSON::NestingError, EncodingError => e
      raise Fault.new('Function<Runtime.MarshalError>', "Unable to marshal response: #{e.message}")
    end
  end

  def self.invoke(api, handler, headers, body)
    id = headers['lambda-runtime-aws-request-id']
    ENV['_X_AMZN_TRACE_ID'] = headers['lambda-runtime-trace-id']
    result, type = answer(handler.call(JSON.parse(body), LambdaContext.new(headers)))
    $stdout.flush
    $stderr.flush
    api.call('POST', "invocation/#{id}/response", result, 'Content-Type' => type)
  rescue NoMemoryError, SystemExit, Interrupt, SignalException
    raise
  rescue Exception => e # a function's own errors may be of any class
    fault = Fault.of('Function', e)
    log('Error raised from handler method', fault)
    report(api, "invocation/#{id}/error", fault)
  end

  def self.run
    $stdout.sync = true
    $stderr.sync = true
    $LOAD_PATH.unshift(ENV.fetch('LAMBDA_TASK_ROOT'))
    api = Api.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'))
    begin
      handler = Handler.new(ENV.fetch('_HANDLER'))
      handler.load
    rescue StandardError, LoadError, SyntaxError => e
      fault = Fault.of('Init', e)
      log("Init error when loading handler #{ENV['_HANDLER']}", fault)
      report(api, 'init/error', fault)
      exit(1)
    end
    loop do
      status, headers, body = api.call('GET', 'invocation/next')
      break unless status == 200

      invoke(api, handler, headers, body)
    end
  end
end

NepheleRuntime.run
