! SPDX-License-Identifier: MIT
! From Fortran: interfaces to the functions behind the macros, and cupro_call as it stands in
! cupro/call.h.
module energies
    use, intrinsic :: iso_c_binding
    implicit none

    type, bind(c) :: cupro_call
        integer(c_int) :: abi = 1, threads = 0
        type(c_ptr) :: ctx = c_null_ptr, pool = c_null_ptr
        integer(c_size_t) :: grain = 0, max_grain = 0
        type(c_ptr) :: stop = c_null_ptr
        logical(c_bool) :: keep_going = .false.
        type(c_ptr) :: failures = c_null_ptr, progress = c_null_ptr
        logical(c_bool) :: unstable = .false., in_place = .false., sorted = .false.
        type(c_ptr) :: counters = c_null_ptr, watch = c_null_ptr
        integer(c_size_t) :: watch_bytes = 0
    end type

    interface
        integer(c_int) function cupro_for_with(n, body, call) bind(c)
            import
            integer(c_size_t), value :: n
            type(c_funptr), value :: body
            type(cupro_call) :: call
        end function
        integer(c_int) function cupro_sum_f64(x, n, total, call) bind(c)
            import
            real(c_double) :: x(*), total
            integer(c_size_t), value :: n
            type(c_ptr), value :: call
        end function
    end interface

    integer, parameter :: n = 100000
    real(c_double), target :: speed(n), energy(n)

contains

    ! Elements lo to hi - 1, counted from 0.
    integer(c_int) function find_energy(lo, hi, ctx) bind(c)
        integer(c_size_t), value :: lo, hi
        type(c_ptr), value :: ctx
        real(c_double), pointer :: mass
        call c_f_pointer(ctx, mass)
        energy(lo + 1:hi) = 0.5 * mass * speed(lo + 1:hi)**2
        find_energy = 0
    end function
end module

program main
    use energies
    implicit none
    type(cupro_call) :: options
    real(c_double), target :: mass = 2
    real(c_double) :: total
    integer(c_int) :: error
    speed = 3
    options%ctx = c_loc(mass)
    error = cupro_for_with(int(n, c_size_t), c_funloc(find_energy), options)
    if (error == 0) error = cupro_sum_f64(energy, int(n, c_size_t), total, c_null_ptr)
    if (error /= 0) error stop 1
    print '(a, f0.1)', 'energy ', total
    if (total /= 900000) error stop 1
end program
