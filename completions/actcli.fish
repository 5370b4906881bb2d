# fish completion for actcli
# Made from the program by `python tests/tools/completions.py`. To use it, put this line into ~/.config/fish/config.fish:
#   actcli completion fish | source

# The data: which functions there are, their parameters, and which options take a value.

function __actcli_functions
    printf '%s\t%s\n' \
        linear 'the input, unchanged' \
        binary_step '0 below the threshold, 1 from it on' \
        sign '-1 below zero, 1 above, 0 at zero' \
        affine 'a straight line' \
        bipolar_step '-1 below the threshold, 1 from it on' \
        square 'the input times itself' \
        triple 'the cube of the input' \
        relu 'the input where it is positive, else 0' \
        relu6 'relu cut off at 6' \
        relu_squared 'the square of the input where it is positive, else 0' \
        star_relu 'relu_squared, scaled and moved' \
        leaky_relu 'the input where it is positive, a small multiple of it elsewhere' \
        prelu 'leaky_relu with a slope that is learned' \
        rrelu 'leaky_relu with a random slope in training, here with the mean slope that evaluation uses' \
        sine_relu 'relu with small waves below zero' \
        polyrelu 'a cubic polynomial above zero' \
        repu 'a power of relu' \
        dprelu 'one slope above zero, another below' \
        rprelu 'prelu moved sideways and upwards' \
        fts 'silu above zero and 0 below, moved by t' \
        shilu 'relu scaled and raised' \
        shifted_relu 'relu moved to the right' \
        pvlu 'relu plus a sine' \
        rectified_tanh 'tanh where it is positive, else 0' \
        sign_relu 'the input above zero, alpha times softsign below' \
        abs 'the absolute value' \
        tent 'a triangle around zero' \
        clamped_relu 'leaky_relu, cut off at beta' \
        smooth_step 'a smooth step: 0, then a cubic, then 1' \
        huber 'a parabola around zero, the absolute value outside' \
        relu_general 'relu with a threshold, a slope below it and an upper bound' \
        thresholded_relu 'the input where it exceeds theta, else 0' \
        threshold 'the input where it exceeds the threshold, else a value' \
        srelu 'the identity between two thresholds, straight lines of other slopes beyond them' \
        hard_mish 'mish in straight and square pieces' \
        hard_sigmoid 'a straight line through (0, offset), cut off at 0 and 1' \
        sparse_sigmoid 'a straight line of slope 1/2, cut off at 0 and 1' \
        hard_tanh 'the identity, cut off below min_val and above max_val' \
        relu1 'the identity from 0 to 1, flat outside' \
        hard_swish 'the input times hard_sigmoid of it' \
        hard_elish 'elu times a hard sigmoid of slope 1/2' \
        softshrink 'the input moved towards zero by lambd, 0 if it is smaller than that' \
        hardshrink 'the input where its magnitude exceeds lambd, else 0' \
        shrink 'the input moved towards zero by bias where its magnitude exceeds lambd, else 0' \
        tanhshrink 'the input less its tanh' \
        elu 'the identity above zero, an exponential approach to -alpha below' \
        selu 'elu scaled so that mean 0 and variance 1 are kept from layer to layer' \
        celu 'elu stretched along x so that its slope is continuous for every alpha' \
        exponential 'e to the power of the input' \
        pelu 'elu whose scale, slope and decay are trained' \
        mpelu 'elu with a trained decay' \
        ptelu 'the input above zero, a tanh below' \
        serlu 'a scaled line above zero, a bump below that fades' \
        preu 'a line above zero, x exp(x) below' \
        hexpo 'exponentials towards both limits' \
        slu 'the input above zero, a shifted softplus below' \
        delu_pishchik 'silu below zero, a line with a bend above' \
        hyper_sinh 'a third of sinh above zero, a quarter of the cube below' \
        pselu 'selu with a decay parameter' \
        polu 'the input above zero, a power of the distance from 1 below' \
        pdelu 'elu with a deformed exponential, which ends below' \
        xielu 'the integral of an elu of trained shape: a parabola above zero, a line in the end below' \
        soft_exponential 'logarithmic, linear or exponential as alpha is below, at or above 0' \
        sigmoid 'an S from 0 to 1: the logistic function' \
        log_sigmoid 'the logarithm of sigmoid: a straight line on the left, up to 0 on the right' \
        bipolar_sigmoid 'sigmoid stretched to run from -1 to 1' \
        laplace 'the distribution function of a normal distribution with mean mu and deviation sigma' \
        erf 'the error function' \
        derf 'the error function of a scaled and shifted input: a layer in place of normalization' \
        sigmoid_attention 'sigmoid with a bias: attention without softmax' \
        elliott 'softsign, moved to 0..1' \
        loglog 'a sigmoid that leaves 0 fast and reaches 1 slowly: the Gompertz curve' \
        cloglogm 'cloglog stretched to run from -1 to 1' \
        aranda_ordaz 'a family of sigmoids from logistic to complementary log-log' \
        scaled_sigmoid 'sigmoid of any height, steepness and place' \
        d_sigmoid 'the derivative of sigmoid: a bell' \
        isigmoid 'sigmoid near zero, lines outside' \
        aria2 'a power of sigmoid: a specialized Richards curve' \
        cloglog 'a sigmoid that leaves 0 slowly and reaches 1 fast: the inverse of the complementary log-log link' \
        soft_clipping 'clipping to 0..1 with rounded corners' \
        rational_tanh 'scaled_tanh, approximated by a ratio of polynomials' \
        tanh 'an S from -1 to 1: the hyperbolic tangent' \
        scaled_tanh 'tanh stretched so that 1 goes to about 1 and -1 to about -1' \
        penalized_tanh 'tanh, flattened below zero' \
        dyt 'tanh with a learned scale, a substitute for layer normalization' \
        lisht 'x times tanh(x): a valley with straight sides and a round floor' \
        softcap 'a soft limit: near the identity around zero, never beyond the cap' \
        symlog 'the logarithm of 1 + |x|, with the sign of x' \
        symexp 'exp(|x|) - 1, with the sign of x' \
        arcsinh 'the inverse hyperbolic sine' \
        stan 'tanh plus a multiple of x tanh(x)' \
        tanhlu 'tanh plus a line' \
        tanhsoft_1 'tanh times softplus' \
        tanhsoft_2 'the input times the tanh of an exponential' \
        reltanh 'tanh between two points, its tangents outside' \
        smht 'tanh with a rate for each of its exponentials: Soboleva'\''s modified hyperbolic tangent' \
        softsign 'an S from -1 to 1 that saturates slowly, as 1/x' \
        isru 'an S made with an inverse square root' \
        isrlu 'the identity above zero, an inverse square root approach to a floor below' \
        bent_identity 'a line that bends upwards at zero, from slope 1/2 to slope 3/2' \
        sqnl 'an S of two parabolas, exactly -1 below -2 and 1 above 2' \
        arctan 'an S from -pi/2 to pi/2' \
        blu 'the identity bent by a hyperbola: the bendable linear unit' \
        elliott2 'a sigmoid of squares, with the sign of the input' \
        m_arcsinh 'a slow S without limits: arcsinh times the square root of the magnitude, over 12' \
        signed_sqrt 'the square root of the magnitude, with the sign of the input' \
        scaled_softsign 'softsign of any height and width' \
        rootsig 'a smooth softsign' \
        softplus 'a smooth relu: the integral of sigmoid' \
        squareplus 'a smooth relu made with a square root: a branch of a hyperbola' \
        sqrt_softplus 'the square root of softplus' \
        logcosh 'a smooth absolute value: the integral of tanh' \
        shifted_softplus 'softplus moved through the origin' \
        parametric_softplus 'softplus of any scale and steepness' \
        uaf 'a difference of two softplus, trained to become what a task needs: the universal activation function' \
        smelu 'relu whose corner is a parabola from -beta to beta' \
        sparse_plus 'relu whose corner is a parabola from -1 to 1' \
        nlrelu 'the logarithm of 1 plus relu: zero on the left, slow growth on the right' \
        silu 'the input times its sigmoid' \
        swish 'silu with a sharpness: half the input at 0, towards relu as it grows' \
        e_swish 'a multiple of silu' \
        mish 'the input times the tanh of its softplus' \
        scaled_silu 'silu of the scaled input' \
        golu 'the input times a Gompertz curve' \
        acon_c 'a smooth maximum of two lines through zero' \
        colu 'the input over 1 - x exp(-(x + exp(x)))' \
        sinlu 'the input plus a sine, times the sigmoid of the input' \
        coslu 'the input plus a cosine, times the sigmoid of the input' \
        d_silu 'the derivative of silu' \
        aria 'the input times a power of a sigmoid' \
        calu 'the input times an arctan gate' \
        xatlu 'the input times an arctan gate of an expanded range' \
        pflu 'the input times an algebraic gate' \
        lalu 'the input times the distribution function of the Laplace distribution' \
        mila 'mish whose softplus is shifted' \
        beta_mish 'mish whose softplus is scaled' \
        eis_3 'swish whose gate is moved' \
        log_logish 'the input times its cloglog' \
        sin_sig 'the input times the sine of a sigmoid' \
        erf_act 'the input times the error function of an exponential' \
        p_serf 'serf with trained scale and steepness' \
        lau 'logish whose sigmoid has a trained scale and steepness' \
        self_arctan 'the input times its arctan' \
        ahaf 'swish of any height' \
        sara 'the input above zero, a moved swish below' \
        leaf 'a line times sigmoid' \
        srs 'a valley before a rise to a bound: the soft root sign' \
        elish 'silu on the right, elu times sigmoid on the left' \
        serf 'the input times the error function of its softplus' \
        telu 'the input times the tanh of its exponential' \
        logish 'the input times log(1 + sigmoid)' \
        smish 'the input times tanh(log(1 + sigmoid))' \
        phish 'the input times the tanh of its gelu' \
        gish 'the input times a logarithm of a double exponential' \
        gelu 'the input times the standard normal distribution function' \
        gelu_tanh 'gelu with the distribution function replaced by a tanh; within 4.8e-4 of it' \
        quick_gelu 'gelu with the distribution function replaced by a sigmoid; within 0.0204 of it' \
        gelu_10 'gelu cut off at -10 and 10' \
        sgelu 'the input times the error function: an even gelu' \
        smu 'a smooth leaky relu, built from the error function' \
        sau 'a smooth leaky relu: its convolution with a Gaussian bell' \
        smu_1 'a smooth leaky relu, built from a square root' \
        pgelu 'gelu with a scale inside' \
        snake_beta 'snake whose frequency and height are separate' \
        cosine 'a cosine wave' \
        gaussian_rbf 'a Gaussian bell of any place and width' \
        gabor 'a cosine under a bell: a wavelet' \
        wave 'a wavelet: a bell that dips below zero on both sides' \
        multiquadric 'a hyperbola: a smooth absolute value' \
        inverse_quadratic 'a bell with algebraic tails: the Cauchy kernel' \
        inverse_multiquadric 'the reciprocal of a hyperbola' \
        finer 'a sine whose frequency grows with the distance from zero, for implicit neural representations' \
        sincos 'a sine plus a cosine, each of its own height and frequency: the wavelet of PINNsFormer' \
        snake 'the identity plus a periodic wave that never turns it downwards' \
        sine 'a sine wave' \
        gcu 'a cosine wave that grows with x: the growing cosine unit' \
        sinc 'a wave that fades as 1/x, 1 at zero' \
        gaussian 'a bell: 1 at zero, fading fast on both sides' \
        asu 'the input times its sine' \
        entmax 'between softmax and sparsemax: values far below the largest get exact zeros' \
        gelu_sparse 'gelu_tanh of the amounts by which values exceed a quantile of the vector' \
        polynorm 'a cubic polynomial whose powers are divided by their root mean squares' \
        softmax 'exponentials divided by their sum: positive, and together 1' \
        log_softmax 'the logarithm of softmax' \
        softmin 'softmax of the negated values: the smallest gets the most' \
        softmax_sink 'softmax beside one more value, the sink, that takes its share of 1' \
        sparsemax 'the nearest point of the probability simplex: like softmax, with exact zeros' \
        hardmax '1 for the first largest value, 0 for all others' \
        crelu 'the positive parts of the values, then those of their negatives: twice as many' \
        maxout 'the largest of each group of consecutive values' \
        glu 'one half, gated by the sigmoid of the other' \
        bilinear 'the product of the two halves: a gated unit without a non-linearity' \
        reglu 'relu of one half times the other' \
        geglu 'gelu of one half times the other' \
        swiglu 'silu of one half times the other' \
        gtu 'the tanh of one half, gated by the sigmoid of the other' \
        clamped_swiglu 'swiglu of limited halves, the other half raised by an offset: the gated unit of gpt-oss' \
        swiglu_step 'silu of one half, then limited, times the other half, limited on both sides' \
        situ 'swiglu with both of its linear factors capped by a tanh' \
        fatrelu_glu 'one half where it is above a threshold, times the other' \
        drelu 'the product of both halves where both are positive' \
        geglu_tanh 'gelu_tanh of one half times the other: what most engines call geglu' \
        quick_geglu 'quick_gelu of one half times the other' \
        relu2_glu 'the square of relu of one half times the other'
end

function __actcli_aliases
    printf '%s\n' \
        purelin identity heaviside step hardlim hardlims rsign quadratic cube poslin clipped_relu relu_sqr \
        sqrelu requ relu2 squared_relu lrelu parametric_relu lelelu flatten_t_swish ft_swish dlu poly_lu \
        modulus vrelu tribas bounded_relu relu_n hsigmoid clamp relu_n1_to_1 satlins clip relu_0_to_1 satlin \
        hard_silu h_swish exp logistic expit loggy sigmoid_symmetric gompertz sigmoid_derivative tansig \
        lecun_tanh stanh dynamic_tanh asinh elliotsig atan elliot2sig bnll softrelu softplus2 ssp swish1 \
        atlu dish swim soft_root_sign tanhexp gelu_erf gelu_new gelu_approx fast_gelu gelu_fast \
        gelu_pytorch_tanh gelu_python_tanh gelu_accurate sielu gelu_quick gelu_fast_approx clipped_gelu \
        siren radbas entmax15 entmax_bisect gelu_topk gaussian_topk softargmax softmax1 quiet_softmax \
        smooth_softmax geglu_erf silu_and_mul swiglu_oai swiglu_clamp situ_glu situv2 qgeglu geglu_quick \
        sreglu
end

# FUNCTION: its parameters.
function __actcli_parameters
    switch "$argv[1]"
        case binary_step heaviside step hardlim bipolar_step hardlims rsign
            printf '%s\t%s\n' threshold 'where the step is'
        case affine
            printf '%s\t%s\n' alpha 'slope' beta 'value at zero'
        case triple cube
            printf '%s\t%s\n' alpha 'factor'
        case star_relu
            printf '%s\t%s\n' scale 'factor' bias 'value below zero'
        case leaky_relu lrelu
            printf '%s\t%s\n' negative_slope 'slope below zero'
        case prelu parametric_relu
            printf '%s\t%s\n' alpha 'slope below zero'
        case rrelu
            printf '%s\t%s\n' lower 'smallest slope' upper 'largest slope'
        case sine_relu
            printf '%s\t%s\n' eps 'height of the waves'
        case polyrelu
            printf '%s\t%s\n' weight_3 'coefficient of the cube' weight_2 'coefficient of the square' weight_1 'slope at 0 from above' bias 'value below 0'
        case repu polu
            printf '%s\t%s\n' alpha 'exponent'
        case dprelu lelelu
            printf '%s\t%s\n' alpha 'slope above 0' beta 'slope below 0'
        case rprelu
            printf '%s\t%s\n' gamma 'where the slope changes' zeta 'value there' beta 'slope below'
        case fts flatten_t_swish ft_swish
            printf '%s\t%s\n' t 'value below 0'
        case shilu
            printf '%s\t%s\n' alpha 'slope above 0' beta 'value below 0'
        case shifted_relu
            printf '%s\t%s\n' shift 'where the slope changes'
        case pvlu sinlu coslu
            printf '%s\t%s\n' alpha 'amplitude' beta 'frequency'
        case sign_relu dlu poly_lu
            printf '%s\t%s\n' alpha 'slope below 0'
        case tent tribas
            printf '%s\t%s\n' alpha 'height, and half the width'
        case clamped_relu
            printf '%s\t%s\n' alpha 'slope below 0' beta 'largest value'
        case smooth_step
            printf '%s\t%s\n' alpha 'width of the cubic'
        case huber
            printf '%s\t%s\n' alpha 'where the parabola ends'
        case relu_general bounded_relu relu_n
            printf '%s\t%s\n' negative_slope 'slope below the threshold' max_value 'upper bound' threshold 'where the identity begins'
        case thresholded_relu
            printf '%s\t%s\n' theta 'threshold'
        case threshold
            printf '%s\t%s\n' threshold 'where the identity begins' value 'the value up to there'
        case srelu
            printf '%s\t%s\n' t_left 'left threshold' a_left 'slope below it' t_right 'right threshold' a_right 'slope above it'
        case hard_sigmoid hsigmoid
            printf '%s\t%s\n' slope 'slope of the line' offset 'value at zero, before the cut'
        case hard_tanh clamp relu_n1_to_1 satlins clip
            printf '%s\t%s\n' min_val 'lower bound' max_val 'upper bound'
        case hard_swish hard_silu h_swish
            printf '%s\t%s\n' alpha 'slope of the gate' beta 'value of the gate at zero, before the cut'
        case softshrink
            printf '%s\t%s\n' lambd 'threshold'
        case hardshrink
            printf '%s\t%s\n' lambd 'threshold; below zero nothing is shrunk'
        case shrink
            printf '%s\t%s\n' lambd 'threshold' bias 'amount subtracted beyond the threshold'
        case elu celu
            printf '%s\t%s\n' alpha 'depth of the floor'
        case selu
            printf '%s\t%s\n' alpha 'depth of the floor, before scaling' scale 'slope above zero'
        case pelu
            printf '%s\t%s\n' alpha 'depth' beta 'decay; the slope above 0 is alpha/beta'
        case mpelu
            printf '%s\t%s\n' alpha 'depth' beta 'decay'
        case ptelu
            printf '%s\t%s\n' alpha 'depth' beta 'steepness'
        case serlu
            printf '%s\t%s\n' lambd 'scale' alpha 'depth of the bump'
        case preu
            printf '%s\t%s\n' alpha 'slope at 0' beta 'how fast it fades'
        case hexpo
            printf '%s\t%s\n' alpha 'limit on the right' beta 'decay on the right' gamma 'limit on the left' delta 'decay on the left'
        case delu_pishchik
            printf '%s\t%s\n' n 'slope on the right, less 1/2'
        case pselu
            printf '%s\t%s\n' lambd 'slope above zero' beta 'decay' alpha 'depth of the floor, before scaling'
        case pdelu
            printf '%s\t%s\n' alpha 'depth' t 'how far it is deformed; 1 is elu'
        case xielu
            printf '%s\t%s\n' alpha_p 'coefficient of the square above zero' alpha_n 'coefficient of the exponential part below zero' beta 'slope at zero'
        case soft_exponential
            printf '%s\t%s\n' alpha 'shape'
        case laplace
            printf '%s\t%s\n' mu 'mean: where the value is 1/2' sigma 'standard deviation: the width of the rise'
        case derf
            printf '%s\t%s\n' alpha 'scale of the input' shift 'added to it'
        case sigmoid_attention
            printf '%s\t%s\n' bias 'added to the input'
        case aranda_ordaz
            printf '%s\t%s\n' alpha '1 is sigmoid, 0 the limit cloglog'
        case scaled_sigmoid
            printf '%s\t%s\n' alpha 'height' beta 'steepness' mu 'centre' gamma 'subtracted'
        case isigmoid
            printf '%s\t%s\n' alpha 'slope of the lines' beta 'where they begin'
        case aria2
            printf '%s\t%s\n' alpha 'the power, which makes the two bends differ' beta 'growth rate'
        case soft_clipping
            printf '%s\t%s\n' alpha 'sharpness of the corners'
        case scaled_tanh lecun_tanh stanh
            printf '%s\t%s\n' alpha 'amplitude' beta 'scale of x'
        case penalized_tanh
            printf '%s\t%s\n' alpha 'factor below zero'
        case dyt dynamic_tanh
            printf '%s\t%s\n' alpha 'scale of x'
        case softcap
            printf '%s\t%s\n' cap 'limit on both sides'
        case stan
            printf '%s\t%s\n' beta 'factor'
        case tanhlu
            printf '%s\t%s\n' alpha 'height of the tanh' beta 'its steepness' gamma 'slope of the line'
        case tanhsoft_1
            printf '%s\t%s\n' alpha 'steepness of the tanh'
        case tanhsoft_2
            printf '%s\t%s\n' beta 'factor of the exponential' gamma 'rate of the exponential'
        case reltanh
            printf '%s\t%s\n' alpha 'where the left tangent begins' beta 'where the right tangent begins'
        case smht
            printf '%s\t%s\n' alpha 'rate of the rising exponential in the numerator' beta 'rate of the falling one there' gamma 'rate of the rising exponential in the denominator' delta 'rate of the falling one there'
        case isru
            printf '%s\t%s\n' alpha 'the ceiling is 1/sqrt(alpha)'
        case isrlu
            printf '%s\t%s\n' alpha 'the floor is -1/sqrt(alpha)'
        case blu
            printf '%s\t%s\n' alpha 'how far it bends'
        case scaled_softsign
            printf '%s\t%s\n' alpha 'limit' beta 'where half of it is reached'
        case rootsig
            printf '%s\t%s\n' alpha 'twice the slope at 0'
        case softplus bnll softrelu
            printf '%s\t%s\n' beta 'sharpness of the bend'
        case squareplus
            printf '%s\t%s\n' b 'width of the bend; 0 gives relu'
        case parametric_softplus p_serf lau
            printf '%s\t%s\n' alpha 'scale' beta 'steepness'
        case uaf
            printf '%s\t%s\n' alpha 'steepness of the first' beta 'how far they are apart' gamma 'curvature of the first' delta 'steepness of the second' eps 'added at the end'
        case smelu
            printf '%s\t%s\n' beta 'half the width of the round corner'
        case nlrelu
            printf '%s\t%s\n' beta 'slope just above zero'
        case swish
            printf '%s\t%s\n' beta 'sharpness of the gate'
        case e_swish
            printf '%s\t%s\n' beta 'the factor'
        case scaled_silu
            printf '%s\t%s\n' alpha 'scale of the input'
        case golu
            printf '%s\t%s\n' alpha 'height of the gate' beta 'place of the gate' gamma 'steepness of the gate'
        case acon_c
            printf '%s\t%s\n' p1 'slope on the right' p2 'slope on the left' beta 'steepness'
        case aria
            printf '%s\t%s\n' alpha 'power' beta 'steepness'
        case xatlu
            printf '%s\t%s\n' alpha 'how far the gate leaves 0..1'
        case mila
            printf '%s\t%s\n' beta 'shift'
        case beta_mish
            printf '%s\t%s\n' beta 'scale'
        case eis_3
            printf '%s\t%s\n' delta 'moves the gate' theta 'steepness'
        case erf_act
            printf '%s\t%s\n' alpha 'scale' beta 'rate'
        case ahaf
            printf '%s\t%s\n' alpha 'height' beta 'steepness'
        case sara
            printf '%s\t%s\n' alpha 'moves the gate' beta 'steepness'
        case leaf
            printf '%s\t%s\n' alpha 'slope of the line' beta 'its value at 0' gamma 'sharpness' delta 'added at the end'
        case srs soft_root_sign
            printf '%s\t%s\n' alpha 'upper bound' beta 'width'
        case sgelu
            printf '%s\t%s\n' alpha 'scale'
        case smu
            printf '%s\t%s\n' alpha 'slope on the left' mu 'sharpness'
        case sau
            printf '%s\t%s\n' alpha 'slope on the left' beta 'sharpness: the inverse width of the bell'
        case smu_1
            printf '%s\t%s\n' alpha 'slope on the left' mu 'smoothness'
        case pgelu
            printf '%s\t%s\n' alpha 'inverse standard deviation'
        case snake_beta
            printf '%s\t%s\n' alpha 'frequency' beta 'inverse height'
        case cosine sine siren sinc
            printf '%s\t%s\n' omega 'angular frequency'
        case gaussian_rbf
            printf '%s\t%s\n' mu 'centre' sigma 'standard deviation'
        case gabor
            printf '%s\t%s\n' omega 'angular frequency' sigma 'inverse width'
        case wave
            printf '%s\t%s\n' alpha 'inverse width'
        case multiquadric
            printf '%s\t%s\n' mu 'centre' beta 'value there'
        case inverse_multiquadric
            printf '%s\t%s\n' mu 'centre' beta 'inverse height'
        case finer
            printf '%s\t%s\n' omega 'angular frequency at zero'
        case sincos
            printf '%s\t%s\n' alpha 'height of the sine' beta 'angular frequency of the sine' gamma 'height of the cosine' delta 'angular frequency of the cosine'
        case snake
            printf '%s\t%s\n' alpha 'frequency of the wave'
        case entmax entmax15 entmax_bisect
            printf '%s\t%s\n' alpha '1 is softmax, 2 is sparsemax'
        case gelu_sparse gelu_topk gaussian_topk
            printf '%s\t%s\n' sparsity 'the share of normally distributed values that give 0'
        case polynorm
            printf '%s\t%s\n' weight_3 'weight of the cubes' weight_2 'weight of the squares' weight_1 'weight of the values' bias 'added to every result' eps 'added to the mean squares'
        case softmax softargmax
            printf '%s\t%s\n' beta 'the values are multiplied by it; 1/beta is the temperature'
        case softmax_sink softmax1 quiet_softmax smooth_softmax
            printf '%s\t%s\n' sink 'the additional value; 0 adds 1 to the sum'
        case maxout
            printf '%s\t%s\n' size 'how many values make a group'
        case glu bilinear reglu geglu geglu_erf gtu drelu geglu_tanh quick_geglu qgeglu geglu_quick relu2_glu sreglu
            printf '%s\t%s\n' gate 'the half that is activated'
        case swiglu silu_and_mul
            printf '%s\t%s\n' alpha 'steepness of the sigmoid, the beta of swish' gate 'the half that is activated'
        case clamped_swiglu swiglu_oai swiglu_clamp
            printf '%s\t%s\n' alpha 'steepness of the sigmoid' limit 'a is clamped from above, b from both sides' offset 'added to b' gate 'the half that is activated'
        case swiglu_step
            printf '%s\t%s\n' limit 'silu(a) is clamped from above, b from both sides' gate 'the half that is activated'
        case situ situ_glu situv2
            printf '%s\t%s\n' beta 'cap of the gate' linear_beta 'cap of the other half' gate 'the half that is activated'
        case fatrelu_glu
            printf '%s\t%s\n' threshold 'values of a up to it count as 0' gate 'the half that is activated'
    end
end

# COMMAND OPTION: whether the next word is the option's value.
function __actcli_takes_value
    switch "$argv"
        case 'eval --at' 'eval -n' 'eval --num' 'eval --step' 'eval --input' 'eval --column' 'eval --invalid' 'eval -t' 'eval --format' 'eval -o' 'eval --output' 'eval --color' 'eval --digits' 'eval --dtype' 'eval --to' 'eval --rounding' 'eval --timeout' 'grad --at' 'grad -n' 'grad --num' 'grad --step' 'grad --input' 'grad --column' 'grad --invalid' 'grad -t' 'grad --format' 'grad -o' 'grad --output' 'grad --color' 'grad --digits' 'grad --dtype' 'grad --to' 'grad --rounding' 'grad --order' 'grad --wrt' 'compare --family' 'compare --sort' 'compare --max-ulp' 'compare --atol' 'compare --rtol' 'compare --worst' 'compare --above' 'compare --depth' 'compare --train' 'compare --gain' 'compare --layers' 'compare --width' 'compare --epochs' 'compare --seeds' 'compare --seed' 'compare --at' 'compare -n' 'compare --num' 'compare --input' 'compare -t' 'compare --format' 'compare -o' 'compare --output' 'compare --title' 'compare --theme' 'compare --size' 'compare --dpi' 'compare --color' 'compare --digits' 'compare --dtype' 'compare --to' 'compare --rounding' 'compare --timeout' 'plot --family' 'plot --order' 'plot --dtype' 'plot --to' 'plot --rounding' 'plot -n' 'plot --num' 'plot --ylim' 'plot --title' 'plot --xlabel' 'plot --ylabel' 'plot --labels' 'plot -o' 'plot --output' 'plot -t' 'plot --format' 'plot --theme' 'plot --size' 'plot --dpi' 'plot --width' 'plot --height' 'plot --color' 'plot --timeout' 'list --family' 'list --search' 'list --library' 'list -t' 'list --format' 'list -o' 'list --output' 'list --color' 'show -t' 'show --format' 'show -o' 'show --output' 'show --color'
            return 0
    end
    return 1
end

# The operands before the cursor; the first is the command.
function __actcli_operands
    set -l operands
    set -l value no
    set -l options yes
    for word in (commandline -opc)[2..]
        if test $value = yes
            set value no
        else if test $options = yes; and string match -qr -- '^-(?![0-9.]|$|(?i)(inf|nan))' $word
            if test $word = --
                set options no
            else if __actcli_takes_value "$operands[1]" $word
                set value yes
            end
        else
            set -a operands $word
        end
    end
    printf '%s\n' $operands
end

# COMMANDS: whether one of them is on the line.
function __actcli_is
    set -l operands (__actcli_operands)
    contains -- "$operands[1]" $argv
end

# COMMAND: whether its first operand is still to come.
function __actcli_is_first
    set -l operands (__actcli_operands)
    test (count $operands) -eq 1 -a "$operands[1]" = $argv[1]
end

function __actcli_no_command
    test -z (__actcli_operands)[1]
end

# TYPED: the functions of the Python file that is typed, or of the only one that fits.
function __actcli_defined
    set -l file (string match -r '^.*\.py(?=:)' -- $argv[1])
    string match -q '*:*' -- $argv[1]; or set file $argv[1]*.py
    set -l path (string replace -r '^~/' $HOME/ -- $file)
    if test (count $path) -eq 1 -a -f "$path"
        for name in (string match -rg '^def +(\w+)' <$path)
            printf '%s:%s\n' $file $name
        end
    end
end

# Functions, and their parameters after a colon.
function __actcli_specs
    set -l typed (commandline -ct | string replace -r '^[\'"]' '')
    if string match -qr '[/.]' -- (string split -m 1 : -- $typed)[1]
        __actcli_defined $typed
    else if string match -q '*:*' -- $typed
        set -l given (string match -r '^.*[:,]' -- $typed)
        for parameter in (__actcli_parameters (string split -m 1 : -- $typed)[1])
            set -l name (string split -m 1 \t -- $parameter)[1]
            string match -qr -- "[:,]$name=" $typed; or printf '%s%s=\t%s\n' $given (string split -m 1 \t -- $parameter)
        end
    else
        __actcli_names $typed
    end
end

# TYPED: functions; their aliases and those of plug-ins where nothing else fits.
function __actcli_names
    set -l typed (string replace -a - _ -- $argv[1])
    __actcli_functions
    set -l known (__actcli_functions | string match -i -- "$typed*")
    if test (count $known) -eq 0
        set known (__actcli_aliases | string match -i -- "$typed*")
        printf '%s\n' $known
    end
    # Of one function that is left, also the parameters: the blank behind a single word would keep a colon out.
    if test (count $known) -eq 1
        set -l name (string split -m 1 \t -- $known)[1]
        for parameter in (__actcli_parameters $name)
            printf '%s:%s=\t%s\n' $name (string split -m 1 \t -- $parameter)
        end
    end
    # Functions of plug-ins: asked for once, and only where nothing else fits.
    __actcli_is compare plot; and set -a known $typed*
    if test (count $known) -eq 0 -a -z "$ACTCLI_NO_PLUGINS"; and string match -qr '^[A-Za-z_]\w*$' -- $typed
        set -q __actcli_plugins; or set -g __actcli_plugins (command actcli list -t plain 2>/dev/null </dev/null)
        printf '%s\n' $__actcli_plugins
    end
end

# The parameters of the function that stands on the line.
function __actcli_parameter_names
    set -l operands (__actcli_operands)
    __actcli_parameters (string split -m 1 : -- "$operands[2]")[1]
end

complete -c actcli -f
complete -c actcli -n __actcli_no_command -s V -l version -d 'Show the version.'
complete -c actcli -n __actcli_no_command -s h -l help -d 'Show this message and exit.'
complete -c actcli -n __actcli_no_command -a eval -d 'Values of a function.'
complete -c actcli -n __actcli_no_command -a grad -d 'Derivative of a function; the Jacobian of a function of a vector.'
complete -c actcli -n __actcli_no_command -a compare -d 'Functions side by side: traits, then values.'
complete -c actcli -n __actcli_no_command -a plot -d 'Plots of functions, as an SVG, PNG or PDF figure, as a page with sliders, or in the terminal.'
complete -c actcli -n __actcli_no_command -a list -d 'All functions, by family.'
complete -c actcli -n __actcli_no_command -a show -d 'One function: formula, parameters, range, kinks, papers, its name in each library, and a sketch.'
complete -c actcli -n __actcli_no_command -a completion -d 'Print the completion script of a shell, to be loaded when the shell starts.'
complete -c actcli -n __actcli_no_command -a help -d 'Show the help of actcli or of a command.'
complete -c actcli -n '__actcli_is_first eval' -a '(__actcli_specs)'
complete -c actcli -n '__actcli_is_first eval; and string match -qr '\''^[^:]*[/.][^:]*$'\'' -- (commandline -ct)' -F
complete -c actcli -n '__actcli_is eval' -l at -x -d 'These points.'
complete -c actcli -n '__actcli_is eval' -s n -l num -x -d 'Number of points from START to STOP, both included. Default: 11.'
complete -c actcli -n '__actcli_is eval' -l step -x -d 'Distance between points, instead of --num.'
complete -c actcli -n '__actcli_is eval' -l every -d 'All finite values of --dtype (16 bits or fewer), optionally within START STOP.'
complete -c actcli -n '__actcli_is eval' -l codes -d 'The values of all codes of --dtype (16 bits or fewer) from 0 up, infinities and nan included.'
complete -c actcli -n '__actcli_is eval' -l input -r -F -d 'Read the points from a file: text or .npy.'
complete -c actcli -n '__actcli_is eval' -l column -x -d 'Read a column of a table, by name or by number from 1. The output is the table with one more column.'
complete -c actcli -n '__actcli_is eval' -l rows -d 'Take each line (.npy: the last axis) as a separate vector.'
complete -c actcli -n '__actcli_is eval' -l invalid -x -a 'abort nan skip' -d 'How to handle input that is not a number.'
complete -c actcli -n '__actcli_is eval' -s t -l format -x -a 'table plain csv tsv json jsonl npy markdown latex c hex' -d 'Output format.'
complete -c actcli -n '__actcli_is eval' -s o -l output -r -F -d 'Write to a file. The suffix picks the format; .txt or none is a table.'
complete -c actcli -n '__actcli_is eval' -l color -x -a 'auto always never' -d 'When to use colour. Numbers in a pipe or a file are never coloured.'
complete -c actcli -n '__actcli_is eval' -l no-header -d 'Omit the header line.'
complete -c actcli -n '__actcli_is eval' -l digits -x -d 'Significant digits. Default: 6 on a terminal, else enough to read back the same number.'
complete -c actcli -n '__actcli_is eval' -l dtype -x -a 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' -d 'Round points and results to this type, such as bfloat16, e5m2, int8:scale=1/128, q3.12. Default: float64.'
complete -c actcli -n '__actcli_is eval' -l exact -d 'Compute in exact arithmetic: every result is proven to be correctly rounded.'
complete -c actcli -n '__actcli_is eval' -l to -x -a 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' -d 'Round results to this type instead.'
complete -c actcli -n '__actcli_is eval' -l rounding -x -a 'even away zero up down' -d 'Direction in which results are rounded. Default: even; away for integers and fixed point.'
complete -c actcli -n '__actcli_is eval' -l saturate -d 'Overflow gives the largest finite value.'
complete -c actcli -n '__actcli_is eval' -l bits -d 'Print x and results as hexadecimal encodings of their types; points may be encodings, 0x3f80.'
complete -c actcli -n '__actcli_is eval' -l timeout -x -d 'How long to wait for an answer of a cmd: program. Default: 60.'
complete -c actcli -n '__actcli_is eval' -s h -l help -d 'Show this message and exit.'
complete -c actcli -n '__actcli_is_first grad' -a '(__actcli_specs)'
complete -c actcli -n '__actcli_is_first grad; and string match -qr '\''^[^:]*[/.][^:]*$'\'' -- (commandline -ct)' -F
complete -c actcli -n '__actcli_is grad' -l at -x -d 'These points.'
complete -c actcli -n '__actcli_is grad' -s n -l num -x -d 'Number of points from START to STOP, both included. Default: 11.'
complete -c actcli -n '__actcli_is grad' -l step -x -d 'Distance between points, instead of --num.'
complete -c actcli -n '__actcli_is grad' -l every -d 'All finite values of --dtype (16 bits or fewer), optionally within START STOP.'
complete -c actcli -n '__actcli_is grad' -l codes -d 'The values of all codes of --dtype (16 bits or fewer) from 0 up, infinities and nan included.'
complete -c actcli -n '__actcli_is grad' -l input -r -F -d 'Read the points from a file: text or .npy.'
complete -c actcli -n '__actcli_is grad' -l column -x -d 'Read a column of a table, by name or by number from 1. The output is the table with one more column.'
complete -c actcli -n '__actcli_is grad' -l rows -d 'Take each line (.npy: the last axis) as a separate vector.'
complete -c actcli -n '__actcli_is grad' -l invalid -x -a 'abort nan skip' -d 'How to handle input that is not a number.'
complete -c actcli -n '__actcli_is grad' -s t -l format -x -a 'table plain csv tsv json jsonl npy markdown latex c hex' -d 'Output format.'
complete -c actcli -n '__actcli_is grad' -s o -l output -r -F -d 'Write to a file. The suffix picks the format; .txt or none is a table.'
complete -c actcli -n '__actcli_is grad' -l color -x -a 'auto always never' -d 'When to use colour. Numbers in a pipe or a file are never coloured.'
complete -c actcli -n '__actcli_is grad' -l no-header -d 'Omit the header line.'
complete -c actcli -n '__actcli_is grad' -l digits -x -d 'Significant digits. Default: 6 on a terminal, else enough to read back the same number.'
complete -c actcli -n '__actcli_is grad' -l dtype -x -a 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' -d 'Round points and results to this type, such as bfloat16, e5m2, int8:scale=1/128, q3.12. Default: float64.'
complete -c actcli -n '__actcli_is grad' -l exact -d 'Compute in exact arithmetic: every result is proven to be correctly rounded.'
complete -c actcli -n '__actcli_is grad' -l to -x -a 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' -d 'Round results to this type instead.'
complete -c actcli -n '__actcli_is grad' -l rounding -x -a 'even away zero up down' -d 'Direction in which results are rounded. Default: even; away for integers and fixed point.'
complete -c actcli -n '__actcli_is grad' -l saturate -d 'Overflow gives the largest finite value.'
complete -c actcli -n '__actcli_is grad' -l bits -d 'Print x and results as hexadecimal encodings of their types; points may be encodings, 0x3f80.'
complete -c actcli -n '__actcli_is grad' -l order -x -d 'Order of the derivative with respect to x. Default: 1.'
complete -c actcli -n '__actcli_is grad' -l wrt -x -a '(__actcli_parameter_names)' -d 'With respect to this parameter instead of x.'
complete -c actcli -n '__actcli_is grad' -s h -l help -d 'Show this message and exit.'
complete -c actcli -n '__actcli_is compare' -a '(__actcli_specs)'
complete -c actcli -n '__actcli_is compare; and string match -qr '\''^[^:]*[/.][^:]*$'\'' -- (commandline -ct)' -F
complete -c actcli -n '__actcli_is compare; and string match -qr '\''^[^:]+$'\'' -- (commandline -ct)' -F
complete -c actcli -n '__actcli_is compare' -l all -d 'All functions instead of SPECs; only elementwise ones for sections other than --traits.'
complete -c actcli -n '__actcli_is compare' -l family -x -a 'linear rectifier threshold hard shrink exponential sigmoid tanh algebraic softplus swish gelu periodic vector gated' -d 'The functions of a family instead of SPECs.'
complete -c actcli -n '__actcli_is compare' -l sort -x -d 'Sort --traits or --depth by a field of their JSON, such as mean; -mean: largest first.'
complete -c actcli -n '__actcli_is compare' -l traits -d 'Range, mean, smoothness, slopes, saturation, dead regions.'
complete -c actcli -n '__actcli_is compare' -l values -d 'x and one column per function.'
complete -c actcli -n '__actcli_is compare' -l cost -d 'Also measure the time: per element with --traits, in seconds with --train.'
complete -c actcli -n '__actcli_is compare' -l diff -d 'How far each function is from the first, in units of the last digit of --dtype (ulp).'
complete -c actcli -n '__actcli_is compare' -l max-ulp -x -d 'Fail if --diff finds more than K ulp (0.5: correctly rounded), or a mismatched nan or inf.'
complete -c actcli -n '__actcli_is compare' -l atol -x -d 'Fail if --diff finds more than A plus --rtol times the reference, like numpy.allclose.'
complete -c actcli -n '__actcli_is compare' -l rtol -x -d 'The relative part of that check.'
complete -c actcli -n '__actcli_is compare' -l worst -x -d 'The N points where the difference is largest, with encodings.'
complete -c actcli -n '__actcli_is compare' -l above -x -d 'The stretches of x where the difference exceeds K ulp.'
complete -c actcli -n '__actcli_is compare' -l ftz -d 'Subnormal points and results count as zeros in --diff.'
complete -c actcli -n '__actcli_is compare' -l grad -d 'Compare derivatives, in --values and --diff.'
complete -c actcli -n '__actcli_is compare' -l exact -d 'Compute in exact arithmetic: every result is proven to be correctly rounded.'
complete -c actcli -n '__actcli_is compare' -l depth -x -d 'Signal and gradient after N layers: vanishing, kept or growing.'
complete -c actcli -n '__actcli_is compare' -l train -x -a 'sine spirals blobs' -d 'Train a network with each function on a toy problem.'
complete -c actcli -n '__actcli_is compare' -l gain -x -d 'Standard deviation of the weights of --depth times √width. Default: keeps the size of the signal.'
complete -c actcli -n '__actcli_is compare' -l layers -x -d 'Hidden layers of --train. Default: 6.'
complete -c actcli -n '__actcli_is compare' -l width -x -d 'Units of a layer of --train. Default: 32.'
complete -c actcli -n '__actcli_is compare' -l epochs -x -d 'Passes of --train over the examples. Default: 100.'
complete -c actcli -n '__actcli_is compare' -l seeds -x -d 'Repetitions of --train. Default: 5.'
complete -c actcli -n '__actcli_is compare' -l seed -x -d 'First seed of the random numbers. Default: 0.'
complete -c actcli -n '__actcli_is compare' -l at -x -d 'These points.'
complete -c actcli -n '__actcli_is compare' -s n -l num -x -d 'Number of points from START to STOP, both included. Default: 11.'
complete -c actcli -n '__actcli_is compare' -l every -d 'All finite values of --dtype (16 bits or fewer), optionally within START STOP.'
complete -c actcli -n '__actcli_is compare' -l codes -d 'The values of all codes of --dtype (16 bits or fewer) from 0 up, infinities and nan included.'
complete -c actcli -n '__actcli_is compare' -l input -r -F -d 'Read the points from a file: text or .npy.'
complete -c actcli -n '__actcli_is compare' -s t -l format -x -a 'table plain csv tsv json jsonl npy markdown latex c hex' -d 'Output format.'
complete -c actcli -n '__actcli_is compare' -s o -l output -r -F -d 'Write to a file. The suffix picks the format; .txt or none is a table.'
complete -c actcli -n '__actcli_is compare' -l title -x -d 'Heading of the figure.'
complete -c actcli -n '__actcli_is compare' -l theme -x -a 'light dark print' -d 'Colours of the figure. Default: light; for pages, the reader'\''s.'
complete -c actcli -n '__actcli_is compare' -l size -x -d 'Size in inches or pixels, such as 6.4x5 or 1280x720px; text and lines scale with it.'
complete -c actcli -n '__actcli_is compare' -l dpi -x -d 'Dots per inch of a PNG. Default: 200.'
complete -c actcli -n '__actcli_is compare' -l transparent -d 'Leave out the background.'
complete -c actcli -n '__actcli_is compare' -l color -x -a 'auto always never' -d 'When to use colour. Numbers in a pipe or a file are never coloured.'
complete -c actcli -n '__actcli_is compare' -l no-header -d 'Omit the header line.'
complete -c actcli -n '__actcli_is compare' -l digits -x -d 'Significant digits. Default: 6 on a terminal, else enough to read back the same number.'
complete -c actcli -n '__actcli_is compare' -l dtype -x -a 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' -d 'Round points and results to this type, such as bfloat16, e5m2, int8:scale=1/128, q3.12. Default: float64.'
complete -c actcli -n '__actcli_is compare' -l to -x -a 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' -d 'Round results to this type instead.'
complete -c actcli -n '__actcli_is compare' -l rounding -x -a 'even away zero up down' -d 'Direction in which results are rounded. Default: even; away for integers and fixed point.'
complete -c actcli -n '__actcli_is compare' -l saturate -d 'Overflow gives the largest finite value.'
complete -c actcli -n '__actcli_is compare' -l timeout -x -d 'How long to wait for an answer of a cmd: program. Default: 60.'
complete -c actcli -n '__actcli_is compare' -s h -l help -d 'Show this message and exit.'
complete -c actcli -n '__actcli_is plot' -a '(__actcli_specs)'
complete -c actcli -n '__actcli_is plot; and string match -qr '\''^[^:]*[/.][^:]*$'\'' -- (commandline -ct)' -F
complete -c actcli -n '__actcli_is plot; and string match -qr '\''^[^:]+$'\'' -- (commandline -ct)' -F
complete -c actcli -n '__actcli_is plot' -l all -d 'A gallery of all functions.'
complete -c actcli -n '__actcli_is plot' -l family -x -a 'linear rectifier threshold hard shrink exponential sigmoid tanh algebraic softplus swish gelu periodic vector gated' -d 'A gallery of one family.'
complete -c actcli -n '__actcli_is plot' -l diff -d 'Draw differences from the first function.'
complete -c actcli -n '__actcli_is plot' -l ulp -d 'With --diff: errors in units of the last digit of --dtype.'
complete -c actcli -n '__actcli_is plot' -l grad -l no-grad -d 'Derivatives too; the default for one function.'
complete -c actcli -n '__actcli_is plot' -l order -x -d 'Derivatives of order N instead of the first.'
complete -c actcli -n '__actcli_is plot' -l exact -d 'Compute in exact arithmetic: every result is proven to be correctly rounded.'
complete -c actcli -n '__actcli_is plot' -l dtype -x -a 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' -d 'Round points and results to this type, such as bfloat16, e5m2, int8:scale=1/128, q3.12. Default: float64.'
complete -c actcli -n '__actcli_is plot' -l to -x -a 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' -d 'Round results to this type instead.'
complete -c actcli -n '__actcli_is plot' -l rounding -x -a 'even away zero up down' -d 'Direction in which results are rounded. Default: even; away for integers and fixed point.'
complete -c actcli -n '__actcli_is plot' -l saturate -d 'Overflow gives the largest finite value.'
complete -c actcli -n '__actcli_is plot' -s n -l num -x -d 'Mark N points of the range on the curves.'
complete -c actcli -n '__actcli_is plot' -l ylim -x -d 'Limits of the y axis.'
complete -c actcli -n '__actcli_is plot' -l title -x -d 'The heading. $ and \ are printed as they are.'
complete -c actcli -n '__actcli_is plot' -l xlabel -x -d 'Label of the x axis.'
complete -c actcli -n '__actcli_is plot' -l ylabel -x -d 'Label of the y axis.'
complete -c actcli -n '__actcli_is plot' -l labels -x -d 'Names of several functions, in their order.'
complete -c actcli -n '__actcli_is plot' -l no-formula -d 'Leave out the definition.'
complete -c actcli -n '__actcli_is plot' -s o -l output -r -F -d 'The figure; - is standard output.'
complete -c actcli -n '__actcli_is plot' -s t -l format -x -a 'svg png pdf html' -d 'Format of the figure, if its suffix does not tell.'
complete -c actcli -n '__actcli_is plot' -l theme -x -a 'light dark print' -d 'Colours of the figure. Default: light; for pages, the reader'\''s.'
complete -c actcli -n '__actcli_is plot' -l size -x -d 'Size in inches or pixels, such as 6.4x5 or 1280x720px; text and lines scale with it.'
complete -c actcli -n '__actcli_is plot' -l dpi -x -d 'Dots per inch of a PNG. Default: 200.'
complete -c actcli -n '__actcli_is plot' -l transparent -d 'Leave out the background.'
complete -c actcli -n '__actcli_is plot' -l width -x -d 'Width in columns.'
complete -c actcli -n '__actcli_is plot' -l height -x -d 'Height in lines.'
complete -c actcli -n '__actcli_is plot' -l ascii -d 'Use only ASCII characters.'
complete -c actcli -n '__actcli_is plot' -l color -x -a 'auto always never' -d 'When to use colour. Numbers in a pipe or a file are never coloured.'
complete -c actcli -n '__actcli_is plot' -l timeout -x -d 'How long to wait for an answer of a cmd: program. Default: 60.'
complete -c actcli -n '__actcli_is plot' -s h -l help -d 'Show this message and exit.'
complete -c actcli -n '__actcli_is list' -l family -x -a 'linear rectifier threshold hard shrink exponential sigmoid tanh algebraic softplus swish gelu periodic vector gated' -d 'Only this family, such as gelu.'
complete -c actcli -n '__actcli_is list' -l search -x -d 'Only functions with all these words in name, description, papers or libraries.'
complete -c actcli -n '__actcli_is list' -l library -x -a 'torch jax keras onnx tf tfa mlx hf flax tinygrad paddle nnlib sklearn ort numpy scipy vllm sglang ggml te megatron liger flashinfer aiter exllamav3 mlxlm cudnn tensorrt onednn openvino directml webnn coreml bnns tflite ncnn mnn candle burn dlib ttnn mxnet timm diffusers darknet torch_activation nonlinear acttensor echo ai_on_browser' -d 'Only functions that this library has.'
complete -c actcli -n '__actcli_is list' -s t -l format -x -a 'table plain csv tsv json jsonl markdown latex' -d 'Output format.'
complete -c actcli -n '__actcli_is list' -s o -l output -r -F -d 'Write to a file. The suffix picks the format; .txt or none is a table.'
complete -c actcli -n '__actcli_is list' -l color -x -a 'auto always never' -d 'When to use colour. Numbers in a pipe or a file are never coloured.'
complete -c actcli -n '__actcli_is list' -l no-header -d 'Omit the header line.'
complete -c actcli -n '__actcli_is list' -s h -l help -d 'Show this message and exit.'
complete -c actcli -n '__actcli_is_first show' -a '(__actcli_specs)'
complete -c actcli -n '__actcli_is_first show; and string match -qr '\''^[^:]*[/.][^:]*$'\'' -- (commandline -ct)' -F
complete -c actcli -n '__actcli_is show' -s t -l format -x -a 'table plain json jsonl markdown latex' -d 'Output format (latex: equations for a paper).'
complete -c actcli -n '__actcli_is show' -s o -l output -r -F -d 'Write to a file. The suffix picks the format; .txt or none is a table.'
complete -c actcli -n '__actcli_is show' -l color -x -a 'auto always never' -d 'When to use colour. Numbers in a pipe or a file are never coloured.'
complete -c actcli -n '__actcli_is show' -s h -l help -d 'Show this message and exit.'
complete -c actcli -n '__actcli_is_first completion' -a 'bash zsh fish powershell'
complete -c actcli -n '__actcli_is completion' -s h -l help -d 'Show this message and exit.'
complete -c actcli -n '__actcli_is_first help' -a 'eval grad compare plot list show completion help'
complete -c actcli -n '__actcli_is help' -s h -l help -d 'Show this message and exit.'
