"""Roots and ratios of powers, with parameters or a sign."""

from __future__ import annotations

from math import inf

from actcli.catalog.record import Domain, Elementwise, Interval, Kink, LibraryEntry, Paper, Param, Traits, in_libraries

blu = Elementwise(
    name="blu",
    family="algebraic",
    summary="the identity bent by a hyperbola: the bendable linear unit",
    formula="alpha*(sqrt(x**2 + 1) - 1) + x",
    params=(Param("alpha", 0.5, Domain("from -1 to 1", -1.0, 1.0), "how far it bends", learned=True),),
    papers=(Paper("Godfrey", 2019, "An Evaluation of Parametric Activation Functions for Deep Learning"),),
    libraries=in_libraries(
        nonlinear=LibraryEntry("BLU", {"alpha": 0}), ai_on_browser=LibraryEntry("blu", {"alpha": 0.1})
    ),
    notes=("alpha = 1/2 is bent_identity.", "torch_activation omits the brackets."),
)

elliott2 = Elementwise(
    name="elliott2",
    family="algebraic",
    summary="a sigmoid of squares, with the sign of the input",
    formula="x*abs(x)/(1 + x**2)",
    stable="where(abs(x) < 1, x*abs(x)/(1 + x**2), x/abs(x) - x/abs(x)/(1 + x**2))",
    derivative="2*abs(x)/(1 + x**2)**2",
    traits=lambda: Traits(smoothness=1),
    aliases=("elliot2sig",),
    libraries=in_libraries(other="MATLAB elliot2sig"),
)

rational_tanh = Elementwise(
    name="rational_tanh",
    family="tanh",
    summary="scaled_tanh, approximated by a ratio of polynomials",
    formula=(
        "1.7159*(2*x/3)*(1 + abs(2*x/3) + 1.41645*abs(2*x/3)**3)/(1 + abs(2*x/3) + (2*x/3)**2 + 1.41645*(2*x/3)**4)"
    ),
    stable=(
        "where(abs(x) < 2,"
        " 1.7159*(2*x/3)*(1 + abs(2*x/3) + 1.41645*abs(2*x/3)**3)"
        "/(1 + abs(2*x/3) + (2*x/3)**2 + 1.41645*(2*x/3)**4),"
        " 1.7159*sign(x)*(1 - 1/(1 + abs(2*x/3) + (2*x/3)**2 + 1.41645*(2*x/3)**4)))"
    ),
    derivative=(
        "2/3*1.7159*(1 + 2*abs(2*x/3) + 5.6658*abs(2*x/3)**3)/(1 + abs(2*x/3) + (2*x/3)**2 + 1.41645*(2*x/3)**4)**2"
    ),
    traits=lambda: Traits(
        range=(Interval(-1.7159, 1.7159, "()"),),
        monotone="increasing",
        smoothness=3,
        lipschitz=1.7159 * 2 / 3,
        symmetry="odd",
    ),
    papers=(
        Paper(
            "Kalinovskii, Spitsyn",
            2015,
            "Compact Convolutional Neural Network Cascade for Face Detection",
            "1508.01292",
        ),
    ),
    libraries=in_libraries(other="DL4J RATIONALTANH"),
    notes=("It was published as 1.7159*sign(x)*(1 - 1/(1 + |y| + y**2 + 1.41645*y**4)) with y = 2*x/3.",),
)

m_arcsinh = Elementwise(
    name="m_arcsinh",
    family="algebraic",
    summary="a slow S without limits: arcsinh times the square root of the magnitude, over 12",
    formula="asinh(x)*sqrt(abs(x))/12",
    traits=lambda: Traits(smoothness=1),
    papers=(
        Paper(
            "Parisi",
            2020,
            "m-arcsinh: An Efficient and Reliable Function for SVM and MLP in scikit-learn",
            "2009.07530",
        ),
    ),
)

signed_sqrt = Elementwise(
    name="signed_sqrt",
    family="algebraic",
    summary="the square root of the magnitude, with the sign of the input",
    formula="where(x > 0, sqrt(x), -sqrt(-x))",
    traits=lambda: Traits(smoothness=0, kinks=(Kink(0, inf, inf, slope=inf),)),
    papers=(Paper("Yang, Chen, Liang", 2018, "Square Root Based Activation Function in Neural Networks"),),
    notes=("torch_activation calls it SQRT. Its SSAF is sqrt(2*a) times as high.",),
)
